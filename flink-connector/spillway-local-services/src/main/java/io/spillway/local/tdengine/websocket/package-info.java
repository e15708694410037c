/** Queries, prepared statements and schemaless writes over {@code /ws}. */
package io.spillway.local.tdengine.websocket;
