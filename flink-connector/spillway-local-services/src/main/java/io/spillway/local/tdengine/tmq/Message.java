/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.Topic.Block;
import java.util.List;

/**
 * What a poll tells of a vgroup: rows, changes of schema, or that there is nothing.
 *
 * @param requested the offset that was asked for
 * @param next the offset to go on from
 * @param metas the server's JSON of each change
 * @param walBegin the oldest offset of the log when it was read
 * @param walEnd the end of the log when it was read
 */
record Message(
        Group group,
        int vgroup,
        long requested,
        long next,
        List<Block> blocks,
        List<String> metas,
        long walBegin,
        long walEnd) {

    static final int DATA = 1;
    static final int META = 2;
    static final int DATA_AND_META = 3;

    boolean isEmpty() {
        return blocks.isEmpty() && metas.isEmpty();
    }

    int type() {
        if (blocks.isEmpty()) {
            return META;
        }
        return metas.isEmpty() ? DATA : DATA_AND_META;
    }

    /** The offset a poll tells: of rows where they start, of changes where they end. */
    long offset() {
        return type() == META ? next : requested;
    }
}
