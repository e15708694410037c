/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TmqMessage;
import java.util.List;

/** What {@link MessagePump} hands on, in the order it came. */
sealed interface Received {

    /**
     * A message.
     *
     * @param begin the oldest offset of the vgroup's log after the message was read
     * @param end the offset behind the newest
     */
    record Message(TmqMessage content, long begin, long end) implements Received {

        long rows() {
            long rows = 0;
            for (TmqMessage.Block block : content.blocks()) {
                rows += block.data().rows();
            }
            return rows;
        }

        long sizeInBytes() {
            long bytes = 0;
            for (TmqMessage.Block block : content.blocks()) {
                bytes += block.data().sizeInBytes();
            }
            return bytes;
        }
    }

    /** How far the server has got, behind all messages handed on before. */
    record Positions(List<Place> places) implements Received {}

    /** There will be nothing more. */
    record Broken(Throwable cause) implements Received {}

    /**
     * Where the server is in a vgroup.
     *
     * @param position the offset of the next message; parts of the log without rows of the topic
     *     move it as well
     */
    record Place(int vgroupId, long position, long begin, long end) {}
}
