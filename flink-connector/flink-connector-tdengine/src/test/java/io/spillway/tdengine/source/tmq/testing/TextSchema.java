/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** The last column as text, metas as they are. The text {@code poison} cannot be decoded. */
public final class TextSchema implements TDengineDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(SourceRows rows, int row, Collector<String> out) throws IOException {
        int last = rows.data().fields().size() - 1;
        String text = rows.data().getString(last, row);
        if ("poison".equals(text)) {
            throw new RecordException("Poison", "this row is poison");
        }
        if ("broken schema".equals(text)) {
            throw new IllegalStateException("the schema itself is broken");
        }
        out.collect(text);
    }

    @Override
    public void deserializeMeta(MetaMessage meta, Collector<String> out) {
        out.collect(meta.json());
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
