/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Messages of vgroups that watermark alignment holds back. The server cannot be asked for some of a
 * reader's vgroups only, so what comes of the others is kept meanwhile. If that gets too much it is
 * emitted all the same: to stop polling would stop the vgroups that are waited for. Task thread
 * only.
 */
final class HeldMessages {

    private final long limit;
    private final Deque<Received.Message> messages = new ArrayDeque<>();
    private long bytes;

    /**
     * @param limit most bytes to keep
     */
    HeldMessages(long limit) {
        this.limit = limit;
    }

    void add(Received.Message message, VgroupState vgroup) {
        messages.add(message);
        bytes += message.sizeInBytes();
        vgroup.hold(1);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** The first message that may be emitted now, null if there is none. */
    @Nullable
    Received.Message takeReleased(Map<Integer, VgroupState> vgroups) {
        boolean tooMuch = bytes > limit;
        for (Iterator<Received.Message> it = messages.iterator(); it.hasNext(); ) {
            Received.Message message = it.next();
            VgroupState vgroup = vgroups.get(message.content().vgroupId());
            if (tooMuch || !vgroup.paused()) {
                it.remove();
                bytes -= message.sizeInBytes();
                vgroup.hold(-1);
                return message;
            }
        }
        return null;
    }
}
