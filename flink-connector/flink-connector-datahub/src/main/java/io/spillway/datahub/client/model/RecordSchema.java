/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/** The columns of a TUPLE topic, in order. Names are lower case. */
@Experimental
public record RecordSchema(List<Field> fields) implements Serializable {

    public RecordSchema {
        fields = List.copyOf(fields);
    }

    /** One column. */
    public record Field(String name, FieldType type, boolean notNull, @Nullable String comment)
            implements Serializable {}

    /** The index of a column, -1 if there is none of that name (compared without case). */
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
