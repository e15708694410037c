/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Reads one JSON value as the Java object its schema asks for. Stateless. */
@Internal
@FunctionalInterface
interface ValueReader {

    /**
     * @param parser stands on the first token of a value that is not null; is left on its last
     * @throws IOException if the JSON is broken
     * @throws DebeziumDecodeException if the value does not fit the schema
     */
    Object read(JsonParser parser) throws IOException, DebeziumDecodeException;
}
