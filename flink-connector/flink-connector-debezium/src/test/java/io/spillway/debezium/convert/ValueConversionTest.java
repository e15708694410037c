/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.convert.ConversionException.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of value to each type of column: the value, or the code of the refusal. */
class ValueConversionTest {

    private static final DataType DECIMAL = DataTypes.DECIMAL(10, 2);

    static Stream<Arguments> conversions() {
        return Stream.of(
                of(DataTypes.BOOLEAN(), true, true),
                of(DataTypes.BOOLEAN(), 0, false),
                of(DataTypes.BOOLEAN(), 1, true),
                of(DataTypes.TINYINT(), -128, (byte) -128),
                of(DataTypes.SMALLINT(), 32767L, (short) 32767),
                of(DataTypes.INT(), -2147483648L, Integer.MIN_VALUE),
                of(DataTypes.INT(), new BigDecimal("3.00"), 3),
                of(DataTypes.BIGINT(), 7, 7L),
                of(DataTypes.BIGINT(), new BigInteger("9223372036854775807"), Long.MAX_VALUE),
                of(DataTypes.BIGINT(), "-42", -42L),
                of(DataTypes.BIGINT(), new BigDecimal("1e3"), 1000L),
                of(DataTypes.FLOAT(), new BigDecimal("1.1"), 1.1f),
                of(DataTypes.FLOAT(), 1.1d, 1.1f),
                of(DataTypes.FLOAT(), "-Infinity", Float.NEGATIVE_INFINITY),
                of(DataTypes.DOUBLE(), new BigDecimal("0.1"), 0.1d),
                of(DataTypes.DOUBLE(), 3, 3d),
                of(DataTypes.DOUBLE(), "NaN", Double.NaN),
                of(DataTypes.DOUBLE(), "12.5", 12.5d),
                of(DECIMAL, 5, new BigDecimal("5.00")),
                of(DECIMAL, new BigDecimal("1.500"), new BigDecimal("1.50")),
                of(DECIMAL, "12.3", new BigDecimal("12.30")),
                of(DECIMAL, "-1234", new BigDecimal("-1234.00")),
                of(DECIMAL, "12345", new BigDecimal("12345.00")),
                of(DECIMAL, 0.1d, new BigDecimal("0.10")),
                of(DECIMAL, new BigDecimal("0e99"), new BigDecimal("0.00")),
                of(DECIMAL, Map.of("scale", 2, "value", "BNI="), new BigDecimal("12.34")),
                of(DataTypes.STRING(), "text", "text"),
                of(DataTypes.STRING(), 5, "5"),
                of(DataTypes.STRING(), true, "true"),
                of(DataTypes.STRING(), new BigDecimal("1E+3"), "1000"),
                of(DataTypes.STRING(), new BigDecimal("1E+999999999"), "1E+999999999"),
                of(DataTypes.STRING(), new byte[] {1, 2}, "AQI="),
                of(DataTypes.STRING(), LocalDate.of(2024, 2, 29), "2024-02-29"),
                of(DataTypes.STRING(), LocalTime.of(1, 2), "01:02:00"),
                of(DataTypes.STRING(), LocalDateTime.of(2024, 2, 29, 1, 2), "2024-02-29T01:02:00"),
                of(
                        DataTypes.STRING(),
                        OffsetDateTime.parse("2024-02-29T01:02:00Z"),
                        "2024-02-29T01:02:00Z"),
                of(DataTypes.STRING(), OffsetTime.parse("01:02Z"), "01:02:00Z"),
                of(DataTypes.STRING(), Duration.ofSeconds(90), "PT1M30S"),
                of(
                        DataTypes.STRING(),
                        List.of(1, "a\"", List.of(true), new BigDecimal("1.50")),
                        "[1,\"a\\\"\",[true],1.50]"),
                of(DataTypes.STRING(), Map.of("k", new byte[] {1, 2}), "{\"k\":\"AQI=\"}"),
                of(DataTypes.VARCHAR(3), "longer", "longer"),
                of(DataTypes.BYTES(), "AQI=", new byte[] {1, 2}),
                of(DataTypes.BYTES(), new byte[] {3}, new byte[] {3}),
                of(DataTypes.DATE(), 19782, LocalDate.of(2024, 2, 29)),
                of(DataTypes.DATE(), "2024-02-29", LocalDate.of(2024, 2, 29)),
                of(DataTypes.DATE(), "2024-02-29Z", LocalDate.of(2024, 2, 29)),
                of(DataTypes.TIME(6), 47655123456L, LocalTime.parse("13:14:15.123456")),
                of(DataTypes.TIME(3), 47655123456L, LocalTime.parse("13:14:15.123")),
                of(DataTypes.TIME(0), "13:14:15.9Z", LocalTime.parse("13:14:15")),
                of(DataTypes.TIME(0), OffsetTime.parse("01:02Z"), LocalTime.parse("01:02")),
                of(DataTypes.TIME(6), 5, LocalTime.ofNanoOfDay(5000)),
                of(
                        DataTypes.TIMESTAMP(6),
                        1709212455123456L,
                        LocalDateTime.parse("2024-02-29T13:14:15.123456")),
                of(DataTypes.TIMESTAMP(6), -1, LocalDateTime.parse("1969-12-31T23:59:59.999999")),
                of(DataTypes.TIMESTAMP(0), -1, LocalDateTime.parse("1969-12-31T23:59:59")),
                of(
                        DataTypes.TIMESTAMP(3),
                        "2024-02-29T13:14:15.123456Z",
                        LocalDateTime.parse("2024-02-29T13:14:15.123")),
                of(
                        DataTypes.TIMESTAMP(3),
                        OffsetDateTime.parse("2024-02-29T13:14:15Z"),
                        LocalDateTime.parse("2024-02-29T13:14:15")),
                of(
                        DataTypes.TIMESTAMP_LTZ(3),
                        "2024-02-29T13:14:15.9999+02:00",
                        Instant.parse("2024-02-29T11:14:15.999Z")),
                of(
                        DataTypes.TIMESTAMP_LTZ(6),
                        OffsetDateTime.parse("2024-02-29T13:14:15Z"),
                        Instant.parse("2024-02-29T13:14:15Z")));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void converts(DataType type, Object value, Object expected) throws Exception {
        assertThat(convert(type, value, ConversionOptions.DEFAULT)).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                of(DataTypes.BOOLEAN(), 2, Code.TYPE_MISMATCH),
                of(DataTypes.BOOLEAN(), "true", Code.TYPE_MISMATCH),
                of(DataTypes.TINYINT(), 128, Code.OUT_OF_RANGE),
                of(DataTypes.SMALLINT(), -32769, Code.OUT_OF_RANGE),
                of(DataTypes.INT(), 2147483648L, Code.OUT_OF_RANGE),
                of(DataTypes.INT(), new BigDecimal("1.5"), Code.OUT_OF_RANGE),
                of(DataTypes.INT(), true, Code.TYPE_MISMATCH),
                of(DataTypes.INT(), LocalDate.EPOCH, Code.TYPE_MISMATCH),
                of(DataTypes.INT(), List.of(1), Code.TYPE_MISMATCH),
                of(DataTypes.BIGINT(), new BigInteger("9223372036854775808"), Code.OUT_OF_RANGE),
                of(DataTypes.BIGINT(), new BigDecimal("1e999999999"), Code.OUT_OF_RANGE),
                of(DataTypes.BIGINT(), new BigDecimal("1e-999999999"), Code.OUT_OF_RANGE),
                of(DataTypes.BIGINT(), "", Code.TYPE_MISMATCH),
                of(DataTypes.BIGINT(), "1234", Code.TYPE_MISMATCH),
                of(DataTypes.FLOAT(), 1e39d, Code.OUT_OF_RANGE),
                of(DataTypes.FLOAT(), new BigDecimal("1e39"), Code.OUT_OF_RANGE),
                of(DataTypes.DOUBLE(), new BigDecimal("1e400"), Code.OUT_OF_RANGE),
                of(DataTypes.DOUBLE(), "much", Code.TYPE_MISMATCH),
                of(DECIMAL, new BigDecimal("1.239"), Code.OUT_OF_RANGE),
                of(DECIMAL, new BigDecimal("100000000"), Code.OUT_OF_RANGE),
                of(DECIMAL, new BigDecimal("1e999999999"), Code.OUT_OF_RANGE),
                of(DECIMAL, new BigDecimal("1e-999999999"), Code.OUT_OF_RANGE),
                of(DECIMAL, "BNI=", Code.TYPE_MISMATCH),
                of(DECIMAL, "1E5", Code.TYPE_MISMATCH),
                of(DECIMAL, "+1.5", Code.TYPE_MISMATCH),
                of(DECIMAL, "1234", Code.TYPE_MISMATCH),
                of(DECIMAL, "--1", Code.TYPE_MISMATCH),
                of(DECIMAL, ".", Code.TYPE_MISMATCH),
                of(DECIMAL, Double.NaN, Code.OUT_OF_RANGE),
                of(DECIMAL, Map.of("scale", 2, "value", "?"), Code.TYPE_MISMATCH),
                of(DECIMAL, Map.of("scale", 2, "value", ""), Code.TYPE_MISMATCH),
                of(DECIMAL, Map.of("a", 1), Code.TYPE_MISMATCH),
                of(DataTypes.BYTES(), "?", Code.TYPE_MISMATCH),
                of(DataTypes.BYTES(), 5, Code.TYPE_MISMATCH),
                of(DataTypes.DATE(), "2024-02-30", Code.TYPE_MISMATCH),
                of(DataTypes.DATE(), 1709212455123456L, Code.OUT_OF_RANGE),
                of(DataTypes.DATE(), true, Code.TYPE_MISMATCH),
                of(DataTypes.TIME(6), 86400000000L, Code.OUT_OF_RANGE),
                of(DataTypes.TIME(6), -1, Code.OUT_OF_RANGE),
                of(DataTypes.TIME(6), "13:14:15+02:00", Code.TYPE_MISMATCH),
                of(DataTypes.TIME(6), "25:00:00", Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP(3), "2024-02-29T13:14:15+02:00", Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP(3), "2024-02-29", Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP(3), new BigDecimal("1.5"), Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP_LTZ(3), 1709212455123456L, Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP_LTZ(3), "2024-02-29T13:14:15", Code.TYPE_MISMATCH),
                of(DataTypes.TIMESTAMP_LTZ(3), LocalDateTime.MIN, Code.TYPE_MISMATCH));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(DataType type, Object value, Code code) {
        ConversionException failure =
                catchThrowableOfType(
                        ConversionException.class,
                        () -> convert(type, value, ConversionOptions.DEFAULT));

        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.column()).isEqualTo("c");
        assertThat(failure.getMessage())
                .startsWith("Column 'c': expected " + type.getLogicalType() + ", found ")
                .doesNotContain("\n");
    }

    @Test
    void noValueStandsInAMessage() {
        for (Object value : List.of("geheim", List.of("geheim"), Map.of("k", "geheim"))) {
            for (DataType type :
                    List.of(DataTypes.INT(), DECIMAL, DataTypes.DATE(), DataTypes.TIMESTAMP(3))) {
                assertThat(
                                catchThrowableOfType(
                                        ConversionException.class,
                                        () -> convert(type, value, ConversionOptions.DEFAULT)))
                        .hasMessageNotContaining("geheim")
                        .hasNoCause();
            }
        }
    }

    @Test
    void optionsTellWhatValuesDoNot() throws Exception {
        ConversionOptions millis = ConversionOptions.DEFAULT.withEpochUnit(EpochUnit.MILLIS);
        ConversionOptions nanos = ConversionOptions.DEFAULT.withEpochUnit(EpochUnit.NANOS);
        ConversionOptions plain = ConversionOptions.DEFAULT.withDecimals(DecimalText.PLAIN);

        assertThat(convert(DataTypes.TIMESTAMP(3), 1709212455123L, millis))
                .isEqualTo(LocalDateTime.parse("2024-02-29T13:14:15.123"));
        assertThat(convert(DataTypes.TIME(9), 1L, nanos)).isEqualTo(LocalTime.ofNanoOfDay(1));
        assertThat(convert(DataTypes.TIME(3), 47655123, millis))
                .isEqualTo(LocalTime.parse("13:14:15.123"));
        assertThat(convert(DECIMAL, "1234", plain)).isEqualTo(new BigDecimal("1234.00"));
        assertThat(convert(DataTypes.BIGINT(), "1234", plain)).isEqualTo(1234L);
        assertThat(
                        catchThrowableOfType(
                                ConversionException.class, () -> convert(DECIMAL, "BNI=", plain)))
                .isNotNull();
    }

    private static Arguments of(DataType type, Object value, Object expected) {
        return Arguments.of(type, value, expected);
    }

    private static Object convert(DataType type, Object value, ConversionOptions options)
            throws ConversionException {
        Column column = new Column("c", type.getLogicalType());
        Change change =
                new Change(
                        new Change.TableId("s", "t"),
                        Change.Op.CREATE,
                        Map.of(),
                        null,
                        false,
                        Map.of("c", value),
                        Set.of(),
                        new Change.Position("", null, null, null, false),
                        new KafkaRecord("t", 0, 0, 0, null, null, List.of()));
        return new ChangeRowConverter(List.of(column), options).toRow(change).getField(0);
    }
}
