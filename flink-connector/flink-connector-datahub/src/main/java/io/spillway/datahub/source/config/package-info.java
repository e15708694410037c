/** What the user decides about a source. */
package io.spillway.datahub.source.config;
