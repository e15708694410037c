/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.testing;

import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** The text of the first column. The text {@code poison} cannot be decoded. */
public final class TextSchema implements DataHubDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(DataHubRecord record, Collector<String> out) throws IOException {
        String text = record.entry().text(0);
        if (text.equals("poison")) {
            throw new UndecodableRecordException("Poison", "this record is poison", null);
        }
        if (text.equals("broken schema")) {
            throw new IllegalStateException("the schema itself is broken");
        }
        out.collect(text);
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
