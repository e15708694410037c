/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.model.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * The shards that can be written, and which of them a key belongs to. Where shards have hash ranges
 * of their own the range decides, so that a split moves only the keys of the shard that was split.
 * Where all have the same range (topics whose shards are added by extension) the shard with the
 * highest score for the key is taken, which moves as few keys as possible when one is added.
 *
 * <p>Immutable.
 */
@Internal
final class ShardTable {

    private static final int KEY_LENGTH = 32;

    private final List<Range> ranges;
    private final boolean sharedRange;

    private ShardTable(List<Range> ranges, boolean sharedRange) {
        this.ranges = ranges;
        this.sharedRange = sharedRange;
    }

    /**
     * @param active the shards that can be written
     * @param extendMode whether the topic says that its shards share one range
     */
    static ShardTable of(List<Shard> active, boolean extendMode) {
        List<Range> ranges = new ArrayList<>(active.size());
        for (Shard shard : active) {
            ranges.add(Range.of(shard));
        }
        ranges.sort(Comparator.comparing((Range r) -> r.begin).thenComparing(r -> r.id));
        boolean same = ranges.size() > 1;
        for (Range range : ranges) {
            same &= range.begin.equals(ranges.get(0).begin) && range.end.equals(ranges.get(0).end);
        }
        return new ShardTable(List.copyOf(ranges), extendMode || same);
    }

    int size() {
        return ranges.size();
    }

    String idAt(int index) {
        return ranges.get(index).id;
    }

    /** Whether shards have no ranges of their own, so that a given hash key cannot choose one. */
    boolean sharesRange() {
        return sharedRange;
    }

    boolean contains(String shardId) {
        for (Range range : ranges) {
            if (range.id.equals(shardId)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every key belongs to a shard: not so while a split or merge is under way. */
    boolean isComplete() {
        if (ranges.isEmpty() || sharedRange) {
            return !ranges.isEmpty();
        }
        HashKey next = HashKey.MIN;
        for (Range range : ranges) {
            if (!range.begin.equals(next)) {
                return false;
            }
            next = range.end;
        }
        return next.equals(HashKey.MAX);
    }

    /** The shard of a key; the table must be complete. */
    String shardOf(long hashHigh, long hashLow) {
        return sharedRange ? highestScore(hashHigh ^ hashLow) : inRange(hashHigh, hashLow);
    }

    private String inRange(long high, long low) {
        int from = 0;
        int to = ranges.size() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (ranges.get(middle).begin.isAtMost(high, low)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return ranges.get(from).id;
    }

    private String highestScore(long hash) {
        String best = null;
        long bestScore = 0;
        for (Range range : ranges) {
            long score = mix(hash ^ range.seed);
            if (best == null || score > bestScore) {
                best = range.id;
                bestScore = score;
            }
        }
        return best;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private record Range(String id, HashKey begin, HashKey end, long seed) {

        static Range of(Shard shard) {
            return new Range(
                    shard.id(),
                    HashKey.parse(shard.beginHashKey()),
                    HashKey.parse(shard.endHashKey()),
                    mix(shard.id().hashCode() * 0x9e3779b97f4a7c15L));
        }
    }

    /** A point of the hash space, as two halves of an unsigned 128-bit number. */
    private record HashKey(long high, long low) implements Comparable<HashKey> {

        static final HashKey MIN = new HashKey(0, 0);
        static final HashKey MAX = new HashKey(-1, -1);

        static HashKey parse(String hex) {
            if (hex.length() != KEY_LENGTH) {
                throw new IllegalArgumentException(
                        "A hash key has " + KEY_LENGTH + " hex digits, not '" + hex + "'");
            }
            return new HashKey(
                    Long.parseUnsignedLong(hex, 0, KEY_LENGTH / 2, 16),
                    Long.parseUnsignedLong(hex, KEY_LENGTH / 2, KEY_LENGTH, 16));
        }

        boolean isAtMost(long otherHigh, long otherLow) {
            int byHigh = Long.compareUnsigned(high, otherHigh);
            return byHigh < 0 || byHigh == 0 && Long.compareUnsigned(low, otherLow) <= 0;
        }

        @Override
        public int compareTo(HashKey other) {
            int byHigh = Long.compareUnsigned(high, other.high);
            return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        }
    }
}
