/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import org.apache.flink.annotation.Internal;

/**
 * Decides which subtask reads a shard, from the shard's id alone: the same answer whenever it is
 * asked, and consecutive ids, which is how services number their shards, spread evenly.
 *
 * <p>Immutable and thread-safe.
 */
@Internal
public final class ShardAssigner {

    private final int offset;

    /**
     * @param topic the full name of the topic; lets several sources of a job begin at different
     *     subtasks, so that their first shards do not all meet on subtask 0
     */
    public ShardAssigner(String topic) {
        this.offset = topic.hashCode() & 0x7fff_ffff;
    }

    /**
     * The subtask of a shard.
     *
     * @param parallelism number of subtasks, at least 1
     * @return from 0 to {@code parallelism - 1}
     */
    public int ownerOf(String shardId, int parallelism) {
        return (int) Math.floorMod((long) offset + numberOf(shardId), (long) parallelism);
    }

    private static long numberOf(String shardId) {
        // ids are numbers with every service we know; anything else still gets a stable place
        if (shardId.isEmpty() || shardId.length() > 18) {
            return shardId.hashCode();
        }
        long number = 0;
        for (int i = 0; i < shardId.length(); i++) {
            int digit = shardId.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return shardId.hashCode();
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
