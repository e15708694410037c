/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.TupleRecordData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Records and schemas in the vendor's classes. */
final class VendorRecords {

    /** One column of each type. */
    static final RecordSchema ALL_TYPES = allTypes();

    private VendorRecords() {}

    static RecordSchema idAndName() {
        RecordSchema schema = new RecordSchema();
        schema.addField(new Field("id", FieldType.BIGINT, false));
        schema.addField(new Field("name", FieldType.STRING, true, "what it is called"));
        return schema;
    }

    static RecordEntry row(String shardId, Object... values) {
        return row(idAndName(), shardId, values);
    }

    static RecordEntry row(RecordSchema schema, String shardId, Object... values) {
        TupleRecordData data = new TupleRecordData(schema);
        for (int i = 0; i < values.length; i++) {
            data.setField(i, values[i]);
        }
        RecordEntry entry = new RecordEntry();
        entry.setShardId(shardId);
        entry.setRecordData(data);
        return entry;
    }

    static RecordEntry blob(String shardId, byte[] bytes) {
        RecordEntry entry = new RecordEntry();
        entry.setShardId(shardId);
        entry.setRecordData(new BlobRecordData(bytes));
        return entry;
    }

    static List<RecordEntry> rows(String shardId, int from, int to) {
        List<RecordEntry> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(row(shardId, (long) i, "name-" + i));
        }
        return rows;
    }

    static Object[] smallest() {
        return new Object[] {
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -Float.MAX_VALUE,
            Double.MIN_VALUE,
            false,
            -62135798400000000L,
            new BigDecimal("-12345678901234567890.000000000000000001"),
            ""
        };
    }

    static Object[] largest() {
        return new Object[] {
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.NaN,
            1.5E300,
            true,
            253402271999000000L,
            new BigDecimal("99999999999999999999999999999999999999"),
            "Zoë 数据 \uD83D\uDE80 \"quoted\" \\ \n\t\u0000"
        };
    }

    static List<Object> values(RecordEntry entry) {
        TupleRecordData data = (TupleRecordData) entry.getRecordData();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < data.getRecordSchema().getFields().size(); i++) {
            values.add(data.getField(i));
        }
        return values;
    }

    private static RecordSchema allTypes() {
        RecordSchema schema = new RecordSchema();
        for (FieldType type :
                List.of(
                        FieldType.TINYINT,
                        FieldType.SMALLINT,
                        FieldType.INTEGER,
                        FieldType.BIGINT,
                        FieldType.FLOAT,
                        FieldType.DOUBLE,
                        FieldType.BOOLEAN,
                        FieldType.TIMESTAMP,
                        FieldType.DECIMAL,
                        FieldType.STRING)) {
            schema.addField(new Field("f_" + type.name(), type));
        }
        return schema;
    }
}
