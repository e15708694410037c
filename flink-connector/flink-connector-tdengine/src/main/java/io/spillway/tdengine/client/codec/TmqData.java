/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.tdengine.data.DataBlock;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The data of a consumer's message.
 *
 * @param offset where it begins in the log, -1 if it does not come from the log
 * @param nextOffset where the next message begins, -1 if it does not come from the log
 */
@Internal
public record TmqData(long offset, long nextOffset, List<Table> tables) {

    /**
     * A block.
     *
     * @param name the child table, null if the topic is made of a query
     */
    @Internal
    public record Table(@Nullable String name, DataBlock block) {}
}
