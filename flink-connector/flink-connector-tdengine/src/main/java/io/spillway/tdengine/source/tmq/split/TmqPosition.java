/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.split;

import org.apache.flink.annotation.Internal;

/**
 * The place of the next row of a vgroup: an offset, and how many rows from there on are done.
 *
 * <p>Offsets are known only where messages begin, and the server may cut messages differently when
 * it delivers them again: what was one message may come as two, or with more behind it. The order
 * of the rows does not change. So rows are counted from the beginning of the message that a
 * checkpoint cut, however the rows are spread over messages then.
 *
 * @param offset where to read from
 * @param rowsDone rows from {@code offset} on to pass over
 * @param doneBefore the offset before which all the rows to pass over stand, 0 if there are none:
 *     should some of them have left the topic (rows of dropped tables do), no row behind is passed
 *     over in their place
 */
@Internal
public record TmqPosition(long offset, long rowsDone, long doneBefore) {

    /** The beginning of a message. */
    public static TmqPosition at(long offset) {
        return new TmqPosition(offset, 0, 0);
    }

    @Override
    public String toString() {
        return rowsDone == 0 ? Long.toString(offset) : offset + "+" + rowsDone;
    }
}
