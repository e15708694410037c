/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The sink: {@link io.spillway.tdengine.sink.TDengineSink} and its builder, and the {@link
 * io.spillway.tdengine.sink.TDengineSerializationSchema} its users implement. Inside, {@code
 * TargetLookup} asks for the table, {@code RowEncoder} lays rows out as {@code RowLayout} says,
 * {@code ConnectionLanes} gives each table a connection, and per connection a {@code LaneWriter}
 * writes batches: each {@code Batch} without duplicates, by the {@code RowsInserter} of the sink's
 * mode and the {@code RowDeleter}.
 */
package io.spillway.tdengine.sink;
