/** The unit of work, a shard, and its place in checkpoints. */
package io.spillway.datahub.source.split;
