/** Which shards of a topic may be read now, and by whom. */
package io.spillway.common.shard;
