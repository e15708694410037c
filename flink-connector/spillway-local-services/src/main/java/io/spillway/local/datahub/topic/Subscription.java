/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;

/** A named reader of a topic: an offset for each shard, fenced by versions and sessions. */
public final class Subscription {

    private final String id;
    private final Clock clock;
    private final long createTime;
    private final ConsumerGroup group;
    private final Map<String, Offset> offsets = new LinkedHashMap<>();
    private String comment;
    private boolean online = true;
    private long modifyTime;

    Subscription(String id, String comment, Clock clock) {
        this.id = id;
        this.comment = comment;
        this.clock = clock;
        this.group = new ConsumerGroup(clock);
        this.createTime = clock.millis();
        this.modifyTime = createTime;
    }

    public String id() {
        return id;
    }

    public synchronized String comment() {
        return comment;
    }

    public synchronized boolean isOnline() {
        return online;
    }

    /** Epoch milliseconds. */
    public long createTime() {
        return createTime;
    }

    /** Epoch milliseconds. */
    public synchronized long modifyTime() {
        return modifyTime;
    }

    public synchronized void update(@Nullable String newComment, @Nullable Boolean newOnline) {
        if (newComment != null) {
            comment = newComment;
        }
        if (newOnline != null) {
            online = newOnline;
        }
        modifyTime = clock.millis();
    }

    /** Starts a session on shards: whoever had one before cannot commit there any more. */
    public synchronized Map<String, Offset> open(Collection<String> shardIds) {
        requireOnline();
        Map<String, Offset> opened = new LinkedHashMap<>();
        for (String shardId : shardIds) {
            opened.put(shardId, current(shardId).opened());
        }
        offsets.putAll(opened);
        return opened;
    }

    /** The offsets of shards, fresh ones where nothing was committed. */
    public synchronized Map<String, Offset> get(Collection<String> shardIds) {
        Map<String, Offset> found = new LinkedHashMap<>();
        for (String shardId : shardIds) {
            found.put(shardId, current(shardId));
        }
        return found;
    }

    /** Moves offsets, all or none; versions and sessions must be the current ones. */
    public synchronized void commit(Map<String, Offset> committed) {
        requireOnline();
        committed.forEach((shardId, offset) -> requireCurrent(current(shardId), offset));
        committed.forEach(
                (shardId, offset) -> offsets.put(shardId, current(shardId).movedTo(offset)));
    }

    /** Sets offsets, whoever reads; their readers find out at their next commit. */
    public synchronized void reset(Map<String, Offset> wanted) {
        wanted.forEach((shardId, offset) -> offsets.put(shardId, current(shardId).resetTo(offset)));
        group.readAgain(wanted.keySet());
    }

    /** The consumers that share this subscription, if it is online. */
    public synchronized ConsumerGroup group() {
        requireOnline();
        return group;
    }

    private Offset current(String shardId) {
        return offsets.getOrDefault(shardId, Offset.FRESH);
    }

    private void requireOnline() {
        if (!online) {
            throw new DataHubException(
                    ErrorCode.SUBSCRIPTION_OFFLINE, "The subscription '" + id + "' is offline.");
        }
    }

    private static void requireCurrent(Offset current, Offset committed) {
        if (current.sessionId() == 0) {
            throw new DataHubException(
                    ErrorCode.OFFSET_SESSION_CLOSED, "The offset session is not open.");
        }
        if (committed.version() != current.version()) {
            throw new DataHubException(ErrorCode.OFFSET_RESETED, "The offset was reset.");
        }
        if (committed.sessionId() != current.sessionId()) {
            throw new DataHubException(
                    ErrorCode.OFFSET_SESSION_CHANGED,
                    "The offset session was changed by another reader.");
        }
    }
}
