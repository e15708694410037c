/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import io.spillway.debezium.convert.ConversionException.Code;
import io.spillway.debezium.decode.BeforeTrust;
import io.spillway.debezium.decode.DebeziumDecoder;
import io.spillway.debezium.decode.DecodeOptions;
import io.spillway.debezium.decode.Decoded;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** Recorded changes to rows of declared columns. */
class ChangeRowConverterTest {

    private static final ChangeRowConverter CUSTOMERS =
            converter(
                    column("id", DataTypes.INT().notNull()),
                    column("first_name", DataTypes.STRING()),
                    column("kafka_skip", DataTypes.BOOLEAN()),
                    column("updated_at", DataTypes.TIMESTAMP_LTZ(6)),
                    column("vip", DataTypes.BOOLEAN()));

    private static final Column[] ORDER_COLUMNS = {
        column("id", DataTypes.BIGINT().notNull()),
        column("customer_id", DataTypes.INT()),
        column("amount", DataTypes.DECIMAL(10, 2)),
        column("status", DataTypes.STRING()),
        column("created", DataTypes.TIMESTAMP(3))
    };

    private static final ChangeRowConverter ORDERS = converter(ORDER_COLUMNS);

    @Test
    void kindsOfRows() throws Exception {
        Instant may = Instant.parse("2024-05-02T00:00:00Z");

        assertThat(CUSTOMERS.toRow(change("envelope-create")))
                .isEqualTo(Row.ofKind(RowKind.INSERT, 3, "Cleo", false, may, null));
        assertThat(CUSTOMERS.toRow(change("envelope-snapshot-read")).getKind())
                .isEqualTo(RowKind.INSERT);
        assertThat(CUSTOMERS.toRow(change("envelope-update-identity-default")))
                .isEqualTo(
                        Row.ofKind(
                                RowKind.UPDATE_AFTER,
                                1,
                                "Anna",
                                false,
                                Instant.parse("2024-05-01T10:00:00.123456Z"),
                                null));
        assertThat(CUSTOMERS.toRow(change("envelope-dropped-column-update")).getField(4))
                .isEqualTo(true);
    }

    @Test
    void deletesCarryTheKeyAndNothingInvented() throws Exception {
        assertThat(CUSTOMERS.toRow(change("envelope-delete-identity-default")))
                .isEqualTo(Row.ofKind(RowKind.DELETE, 2, null, null, null, null));
        assertThat(CUSTOMERS.toRow(change("envelope-pk-change-1-delete")))
                .isEqualTo(Row.ofKind(RowKind.DELETE, 3, null, null, null, null));
    }

    @Test
    void deletesCarryTheWholeRowIfItIsTrusted() throws Exception {
        ChangeRowConverter keyless =
                converter(column("a", DataTypes.INT()), column("b", DataTypes.STRING()));
        assertThat(keyless.toRow(change("envelope-no-primary-key-delete")))
                .isEqualTo(Row.ofKind(RowKind.DELETE, 1, "y"));

        DebeziumDecoder trusting =
                new DebeziumDecoder(DecodeOptions.DEFAULT.withBeforeTrust(BeforeTrust.ALWAYS));
        Change delete =
                ((Decoded.Apply)
                                trusting.decode(
                                        Samples.load("envelope-with-schema-delete-identity-full")))
                        .change();
        assertThat(ORDERS.toRow(delete))
                .isEqualTo(
                        Row.ofKind(
                                RowKind.DELETE,
                                1L,
                                1,
                                new BigDecimal("13.75"),
                                "PAID",
                                LocalDateTime.parse("2024-05-01T10:00:00.500")));
    }

    @Test
    void aDeleteThatNamesNoRowIsRefused() throws Exception {
        ChangeRowConverter others = converter(column("first_name", DataTypes.STRING()));

        ConversionException failure = failure(others, change("envelope-delete-identity-default"));
        assertThat(failure.code()).isEqualTo(Code.MISSING_KEY);
        assertThat(failure).hasMessageContaining("public.customers").hasMessageContaining("key");
    }

    @Test
    void truncatesAreRefused() throws Exception {
        ConversionException failure = failure(ORDERS, change("envelope-truncate"));

        assertThat(failure.code()).isEqualTo(Code.UNSUPPORTED_OP);
        assertThat(failure.column()).isNull();
        assertThat(failure).hasMessageContaining("public.orders").hasMessageContaining("truncate");
    }

    @Test
    void schemasMakeDecimalsExact() throws Exception {
        assertThat(ORDERS.toRow(change("envelope-with-schema-update-identity-full")))
                .isEqualTo(
                        Row.ofKind(
                                RowKind.UPDATE_AFTER,
                                1L,
                                1,
                                new BigDecimal("13.75"),
                                "PAID",
                                LocalDateTime.parse("2024-05-01T10:00:00.500")));
        assertThat(ORDERS.toRow(change("envelope-strings-order-create")))
                .isEqualTo(
                        Row.ofKind(
                                RowKind.INSERT,
                                2L,
                                30,
                                new BigDecimal("99.99"),
                                "NEW",
                                LocalDateTime.parse("2024-05-03T00:00:00")));
    }

    @Test
    void base64DecimalsOfUnknownScaleAreRefusedWithTheMend() throws Exception {
        ConversionException failure = failure(ORDERS, change("envelope-update-identity-full"));

        assertThat(failure.code()).isEqualTo(Code.TYPE_MISMATCH);
        assertThat(failure.column()).isEqualTo("amount");
        assertThat(failure)
                .hasMessageStartingWith("Column 'amount': expected DECIMAL(10, 2), found a string")
                .hasMessageContaining("decimal.handling.mode=string")
                .hasMessageNotContaining("BV8=");
    }

    @Test
    void unavailableValues() throws Exception {
        Column[] columns = {
            column("id", DataTypes.INT()),
            column("n", DataTypes.INT()),
            column("doc", DataTypes.STRING())
        };
        Change change = change("envelope-toast-unavailable-update");

        ConversionException failure = failure(converter(columns), change);
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE_COLUMN);
        assertThat(failure.column()).isEqualTo("doc");
        assertThat(failure).hasMessageContaining("REPLICA IDENTITY FULL for table public.toasted");

        ConversionOptions nulls =
                ConversionOptions.DEFAULT.withUnavailable(UnavailableColumns.NULL);
        assertThat(new ChangeRowConverter(List.of(columns), nulls).toRow(change))
                .isEqualTo(Row.ofKind(RowKind.UPDATE_AFTER, 1, 2, null));
        assertThat(converter(columns[0], columns[1]).toRow(change))
                .isEqualTo(Row.ofKind(RowKind.UPDATE_AFTER, 1, 2));

        ChangeRowConverter notNull =
                new ChangeRowConverter(List.of(column("doc", DataTypes.STRING().notNull())), nulls);
        assertThat(failure(notNull, change).code()).isEqualTo(Code.NULL_NOT_ALLOWED);
    }

    @Test
    void anUnavailableValueIsTakenFromATrustedBefore() throws Exception {
        KafkaRecord update =
                Samples.record(
                        "{\"id\":1}",
                        "{\"before\":{\"id\":1,\"doc\":\"old\"},"
                                + "\"after\":{\"id\":1,\"doc\":\"__debezium_unavailable_value\"},"
                                + "\"source\":{\"table\":\"t\"},\"op\":\"u\"}");

        assertThat(
                        converter(column("doc", DataTypes.STRING()))
                                .toRow(((Decoded.Apply) decoder().decode(update)).change()))
                .isEqualTo(Row.ofKind(RowKind.UPDATE_AFTER, "old"));
    }

    @Test
    void nullsInColumnsThatForbidThem() throws Exception {
        ChangeRowConverter missing = converter(column("nowhere", DataTypes.INT().notNull()));
        ChangeRowConverter isNull = converter(column("b", DataTypes.BOOLEAN().notNull()));

        assertThat(failure(missing, change("envelope-create")))
                .hasMessage(
                        "Column 'nowhere': expected INT NOT NULL, found no value for the column");
        ConversionException failure = failure(isNull, change("envelope-all-types-nulls"));
        assertThat(failure.code()).isEqualTo(Code.NULL_NOT_ALLOWED);
        assertThat(failure).hasMessage("Column 'b': expected BOOLEAN NOT NULL, found null");
    }

    @Test
    void allTypesWithAndWithoutSchemaGiveTheSameRow() throws Exception {
        Column[] columns = {
            column("id", DataTypes.INT()),
            column("b", DataTypes.BOOLEAN()),
            column("i2", DataTypes.SMALLINT()),
            column("i8", DataTypes.BIGINT()),
            column("f4", DataTypes.FLOAT()),
            column("f8", DataTypes.DOUBLE()),
            column("nn", DataTypes.DECIMAL(38, 9)),
            column("t", DataTypes.STRING()),
            column("by", DataTypes.BYTES()),
            column("d", DataTypes.DATE()),
            column("ti", DataTypes.TIME(6)),
            column("ts", DataTypes.TIMESTAMP(6)),
            column("tsz", DataTypes.TIMESTAMP_LTZ(6)),
            column("tiz", DataTypes.STRING()),
            column("ai", DataTypes.STRING()),
            column("at", DataTypes.STRING()),
            column("jb", DataTypes.STRING())
        };
        Row expected =
                Row.ofKind(
                        RowKind.INSERT,
                        1,
                        true,
                        (short) 1,
                        3L,
                        1.5f,
                        2.5d,
                        new BigDecimal("99999999999999999999.123456789"),
                        "text",
                        new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef},
                        LocalDate.parse("2024-02-29"),
                        LocalTime.parse("13:14:15.123456"),
                        LocalDateTime.parse("2024-02-29T13:14:15.123456"),
                        Instant.parse("2024-02-29T11:14:15.123456Z"),
                        "11:14:15Z",
                        "[1,2,null]",
                        "[\"x\",\"y z\"]",
                        "{\"b\": [1, 2]}");
        ChangeRowConverter converter = converter(columns);

        assertThat(converter.toRow(change("envelope-all-types-create"))).isEqualTo(expected);
        assertThat(converter.toRow(change("envelope-with-schema-all-types-create")))
                .isEqualTo(expected);
        assertThat(converter.toRow(change("envelope-strings-all-types-create")))
                .isEqualTo(expected);
        assertThat(converter.toRow(change("envelope-all-types-nulls")).getField(1)).isNull();
    }

    @Test
    void rowsFitTheDeclaredType() throws Exception {
        TypeInformation<Row> type = CUSTOMERS.rowType();
        TypeSerializer<Row> serializer = type.createSerializer(new SerializerConfigImpl());
        Row row = CUSTOMERS.toRow(change("envelope-delete-identity-default"));
        DataOutputSerializer out = new DataOutputSerializer(64);

        serializer.serialize(row, out);

        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(row);
    }

    @Test
    void travelsToTheTasks() throws Exception {
        assertThat(InstantiationUtil.clone(ORDERS).toRow(change("envelope-strings-order-create")))
                .isEqualTo(ORDERS.toRow(change("envelope-strings-order-create")));
    }

    @Test
    void declarationsThatCannotWork() {
        assertThatThrownBy(() -> converter(column("a", DataTypes.ARRAY(DataTypes.INT()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column 'a' has type ARRAY<INT>")
                .hasMessageContaining("STRING");
        assertThatThrownBy(
                        () ->
                                converter(
                                        column("a", DataTypes.INT()),
                                        column("a", DataTypes.STRING())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'a' is declared twice");
    }

    private static Column column(String name, DataType type) {
        return new Column(name, type.getLogicalType());
    }

    private static ChangeRowConverter converter(Column... columns) {
        return new ChangeRowConverter(List.of(columns), ConversionOptions.DEFAULT);
    }

    private static DebeziumDecoder decoder() {
        return new DebeziumDecoder(DecodeOptions.DEFAULT);
    }

    private static Change change(String sample) throws Exception {
        return ((Decoded.Apply) decoder().decode(Samples.load(sample))).change();
    }

    private static ConversionException failure(ChangeRowConverter converter, Change change) {
        ConversionException failure =
                catchThrowableOfType(ConversionException.class, () -> converter.toRow(change));
        assertThat(failure).isNotNull();
        return failure;
    }
}
