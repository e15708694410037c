/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The rows all benchmarks are about: orders of eight columns, about 200 bytes. Each client gets
 * them in its own form; texts come from a pool, so that making a row costs little.
 */
final class OrderRows {

    static final RecordSchema SCHEMA =
            new RecordSchema(
                    List.of(
                            column("id", FieldType.BIGINT),
                            column("customer", FieldType.STRING),
                            column("email", FieldType.STRING),
                            column("amount", FieldType.DOUBLE),
                            column("quantity", FieldType.INTEGER),
                            column("paid", FieldType.BOOLEAN),
                            column("created", FieldType.TIMESTAMP),
                            column("note", FieldType.STRING)));

    static final RowType TYPE =
            RowType.of(
                    new LogicalType[] {
                        new BigIntType(),
                        VarCharType.STRING_TYPE,
                        VarCharType.STRING_TYPE,
                        new DoubleType(),
                        new IntType(),
                        new BooleanType(),
                        new TimestampType(6),
                        VarCharType.STRING_TYPE
                    },
                    SCHEMA.fields().stream().map(RecordSchema.Field::name).toArray(String[]::new));

    static final com.aliyun.datahub.client.model.RecordSchema VENDOR_SCHEMA = vendorSchema();

    private static final int POOL = 256;
    private static final long FIRST_MILLIS = 1_700_000_000_000L;
    private static final String[] CUSTOMERS = pool("customer-%05d");
    private static final String[] EMAILS = pool("customer-%05d@shop.example.org");
    private static final String[] NOTES =
            pool("deliver %03d to the back door, between eight and ten in the morning if you can");
    private static final StringData[] CUSTOMER_DATA = data(CUSTOMERS);
    private static final StringData[] EMAIL_DATA = data(EMAILS);
    private static final StringData[] NOTE_DATA = data(NOTES);

    private OrderRows() {}

    /** For tables of Flink. */
    static RowData row(long id) {
        int at = (int) (id % POOL);
        return GenericRowData.of(
                id,
                CUSTOMER_DATA[at],
                EMAIL_DATA[at],
                amount(id),
                at,
                id % 2 == 0,
                TimestampData.fromEpochMillis(FIRST_MILLIS + id),
                NOTE_DATA[at]);
    }

    /** For the vendor's clients. */
    static RecordEntry vendorRecord(long id) {
        int at = (int) (id % POOL);
        TupleRecordData data = new TupleRecordData(VENDOR_SCHEMA);
        data.setField(0, id);
        data.setField(1, CUSTOMERS[at]);
        data.setField(2, EMAILS[at]);
        data.setField(3, amount(id));
        data.setField(4, at);
        data.setField(5, id % 2 == 0);
        data.setField(6, (FIRST_MILLIS + id) * 1000);
        data.setField(7, NOTES[at]);
        RecordEntry entry = new RecordEntry();
        entry.setRecordData(data);
        return entry;
    }

    private static double amount(long id) {
        return (id % 100_000) / 100.0;
    }

    private static String[] pool(String format) {
        return IntStream.range(0, POOL).mapToObj(format::formatted).toArray(String[]::new);
    }

    private static StringData[] data(String[] texts) {
        StringData[] data = new StringData[texts.length];
        for (int i = 0; i < texts.length; i++) {
            // in bytes, as rows have them when they come from a source
            data[i] = StringData.fromBytes(StringData.fromString(texts[i]).toBytes());
        }
        return data;
    }

    private static RecordSchema.Field column(String name, FieldType type) {
        return new RecordSchema.Field(name, type, false, null);
    }

    private static com.aliyun.datahub.client.model.RecordSchema vendorSchema() {
        var schema = new com.aliyun.datahub.client.model.RecordSchema();
        for (RecordSchema.Field field : SCHEMA.fields()) {
            schema.addField(
                    new Field(
                            field.name(),
                            com.aliyun.datahub.client.model.FieldType.valueOf(
                                    field.type().name())));
        }
        return schema;
    }
}
