/** Finding places in shards, and noticing when they are gone. */
package io.spillway.datahub.source.position;
