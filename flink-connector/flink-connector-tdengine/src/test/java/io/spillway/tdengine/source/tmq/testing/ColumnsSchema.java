/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.rows.RowJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Table name and all columns of each row; metas as they are. */
public final class ColumnsSchema implements TDengineDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(SourceRows rows, int row, Collector<String> out) throws IOException {
        DataBlock data = rows.data();
        out.collect(
                rows.tableName() + new String(RowJson.write(data, row), StandardCharsets.UTF_8));
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
