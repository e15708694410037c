/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/** Column types of TUPLE topics. */
@Experimental
public enum FieldType {
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    /** Microseconds since the epoch. */
    TIMESTAMP,
    STRING,
    DECIMAL,
    /** JSON text; known to newer services only. */
    JSON
}
