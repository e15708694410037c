/** Queries over tables and over the server's own tables. */
package io.spillway.local.tdengine.query;
