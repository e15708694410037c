/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Where in a record's bytes the payload lies, and what its schema is.
 *
 * @param length 0 if the payload is null
 * @param schema null if the record brings none
 */
@Internal
record Payload(int offset, int length, @Nullable StructSchema schema) {

    boolean isNull() {
        return length == 0;
    }
}
