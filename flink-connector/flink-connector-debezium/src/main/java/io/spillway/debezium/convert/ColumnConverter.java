/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/** Converts the values of one column to Flink's default external class of its type. Stateless. */
@Internal
@FunctionalInterface
interface ColumnConverter extends Serializable {

    /**
     * @param value a value of a change, not null
     */
    Object convert(Object value) throws Misfit;
}
