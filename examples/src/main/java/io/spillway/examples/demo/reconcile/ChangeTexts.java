/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.BasicArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** A record as texts: the table's name, then the topic's columns. */
@Internal
final class ChangeTexts implements DataHubDeserializationSchema<String[]> {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final int columns;

    /**
     * @param columns of the topic
     */
    ChangeTexts(String table, int columns) {
        this.table = table;
        this.columns = columns;
    }

    @Override
    public void deserialize(DataHubRecord record, Collector<String[]> out) throws IOException {
        RecordEntryReader entry = record.entry();
        String[] texts = new String[columns + 1];
        texts[0] = table;
        for (int i = 0; i < columns; i++) {
            texts[i + 1] = entry.isNull(i) ? null : entry.text(i);
        }
        out.collect(texts);
    }

    @Override
    public TypeInformation<String[]> getProducedType() {
        return BasicArrayTypeInfo.STRING_ARRAY_TYPE_INFO;
    }
}
