/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import static io.spillway.debezium.decode.DebeziumDecoderTest.envelope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import io.spillway.debezium.decode.DebeziumDecodeException.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no envelope comes out as a failure with a code, never as a wrong change. */
class DebeziumDecoderFailureTest {

    private static final String KEY = "{\"id\":1}";
    private static final String ROW = "{\"id\":1,\"secret\":\"4711\"}";

    private final DebeziumDecoder decoder = new DebeziumDecoder(DecodeOptions.DEFAULT);

    static Stream<String> otherShapes() {
        return Stream.of("flat-", "cloudevents-", "changed-headers-", "rerouted-flat-")
                .flatMap(prefix -> Samples.names(prefix).stream())
                .filter(name -> Samples.load(name).value() != null);
    }

    @ParameterizedTest
    @MethodSource("otherShapes")
    void otherShapesAreNamed(String sample) {
        DebeziumDecodeException failure = failure(Samples.load(sample));

        assertThat(failure.code()).isEqualTo(Code.UNEXPECTED_SHAPE);
        assertThat(failure).hasMessageMatching("record value: .*(flattened|CloudEvent).*");
    }

    static Stream<String> avroSamples() {
        return Samples.names("avro-").stream().filter(name -> Samples.load(name).value() != null);
    }

    @ParameterizedTest
    @MethodSource("avroSamples")
    void avroIsNamed(String sample) {
        DebeziumDecodeException failure = failure(Samples.load(sample));

        assertThat(failure.code()).isEqualTo(Code.INVALID_JSON);
        assertThat(failure).hasMessageContaining("Avro");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                          | INVALID_JSON",
                "{\"op\":\"c\",\"after\":   | INVALID_JSON",
                "{\"op\":\"c\"} x           | INVALID_JSON",
                "{\"op\":\"c\"}{}           | INVALID_JSON",
                "{not json                  | INVALID_JSON",
                "{\"schema\":{},\"payload\" | INVALID_JSON",
                "{'op':'c'}                 | INVALID_JSON",
                "[]                         | UNEXPECTED_SHAPE",
                "[{\"op\":\"c\"}]           | UNEXPECTED_SHAPE",
                "null                       | UNEXPECTED_SHAPE",
                "5                          | UNEXPECTED_SHAPE",
                "\"text\"                   | UNEXPECTED_SHAPE",
                "{}                         | UNEXPECTED_SHAPE",
                "{\"op\":5}                 | UNEXPECTED_SHAPE",
                "{\"op\":\"c\"}             | UNEXPECTED_SHAPE",
                "{\"source\":{}}            | UNEXPECTED_SHAPE",
                "{\"source\":\"a\"}         | UNEXPECTED_SHAPE",
                "{\"after\":[1]}            | UNEXPECTED_SHAPE",
                "{\"op\":\"c\",\"op\":\"d\"} | UNEXPECTED_SHAPE",
                "{\"ts_ms\":1}              | UNEXPECTED_SHAPE",
                "{\"op\":\"m\",\"source\":{}} | UNEXPECTED_SHAPE",
                "{\"op\":\"c\",\"after\":{},\"source\":{\"table\":null}} | UNEXPECTED_SHAPE",
                "{\"schema\":{},\"payload\":{}} | UNEXPECTED_SHAPE",
                "{\"schema\":{},\"payload\":5} | UNEXPECTED_SHAPE",
                "{\"schema\":5,\"payload\":{}} | UNEXPECTED_SHAPE",
                "{\"schema\":null,\"payload\":{}} | UNEXPECTED_SHAPE",
                "{\"schema\":{\"type\":\"string\"},\"payload\":{}} | UNEXPECTED_SHAPE",
                "{\"schema\":{\"type\":\"odd\"},\"payload\":{}} | UNEXPECTED_SHAPE",
            })
    void garbage(String value, Code code) {
        assertThat(failure(Samples.record(KEY, value)).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "x, null, row, UNKNOWN_OP",
        "'', null, row, UNKNOWN_OP",
        "C, null, row, UNKNOWN_OP",
        "c, null, null, MISSING_AFTER",
        "r, null, null, MISSING_AFTER",
        "u, row, null, MISSING_AFTER",
        "c, row, row, UNEXPECTED_SHAPE",
        "d, row, row, UNEXPECTED_SHAPE",
        "t, null, row, UNEXPECTED_SHAPE",
    })
    void contradictions(String op, String before, String after, Code code) {
        String value = envelope(op, before.replace("row", ROW), after.replace("row", ROW));
        DebeziumDecodeException failure = failure(Samples.record(KEY, value));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage()).doesNotContain("4711").doesNotContain("\n");
    }

    @Test
    void aDeleteThatNamesNoRow() {
        String value = envelope("d", "null", "null");

        assertThat(failure(Samples.record(null, value)).code()).isEqualTo(Code.MISSING_KEY);
        assertThat(failure(Samples.record("{}", value)).code()).isEqualTo(Code.MISSING_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Struct{id=1} | INVALID_JSON",
                "~~           | INVALID_JSON",
                "5            | UNEXPECTED_SHAPE",
                "{\"id\":1} 2 | INVALID_JSON",
                "{\"id\":1,\"id\":2} | UNEXPECTED_SHAPE",
                "{\"id\":\"__debezium_unavailable_value\"} | UNEXPECTED_SHAPE",
            })
    void keysThatAreNone(String key, Code code) {
        DebeziumDecodeException failure = failure(Samples.record(key, envelope("c", "null", ROW)));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageStartingWith("record key: ");
    }

    @Test
    void aColumnMayBeCalledSchemaOrPayload() throws Exception {
        KafkaRecord record =
                Samples.record(
                        "{\"schema\":\"a\",\"id\":1}",
                        envelope("c", "null", "{\"schema\":\"a\",\"payload\":{}}"));

        assertThat(((Decoded.Apply) decoder.decode(record)).change().key())
                .containsEntry("schema", "a")
                .containsEntry("id", 1);
    }

    @Test
    void limitsOfTheJsonReader() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String digits = "9".repeat(5_000);

        for (String column : List.of(deep, digits, "1." + digits, "1e99999999999", "-")) {
            String value = envelope("c", "null", "{\"a\":" + column + "}");
            assertThat(failure(Samples.record(KEY, value)).code()).isEqualTo(Code.INVALID_JSON);
        }
        assertThat(failure(Samples.record(KEY, "{\"a\":".repeat(5_000))).code())
                .isEqualTo(Code.INVALID_JSON);
    }

    @Test
    void textThatIsNotUtf8() {
        byte[] bytes = Samples.utf8(envelope("c", "null", "{\"a\":\"??????\"}"));
        int at = new String(bytes, StandardCharsets.US_ASCII).indexOf('?');
        for (int[] sequence :
                new int[][] {{0xff}, {0xc0, 0xaf}, {0xed, 0xa0, 0x80}, {0xe2, 0x82}, {0x80}}) {
            byte[] broken = bytes.clone();
            for (int i = 0; i < sequence.length; i++) {
                broken[at + i] = (byte) sequence[i];
            }
            KafkaRecord record =
                    new KafkaRecord("t", 0, 0, 0, Samples.utf8(KEY), broken, List.of());
            DebeziumDecodeException failure = failure(record);
            assertThat(failure.code()).isEqualTo(Code.INVALID_JSON);
            assertThat(failure).hasMessageContaining("byte " + at);
        }
    }

    @Test
    void halvesOfSurrogatePairs() {
        for (String text : List.of("\\ud83e", "\\udd84", "\\ud83ex", "\\ud83e\\ud83e")) {
            String value = envelope("c", "null", "{\"a\":\"" + text + "\"}");
            assertThat(failure(Samples.record(KEY, value)).code()).isEqualTo(Code.INVALID_JSON);
        }
    }

    @Test
    void utf16IsNotGuessed() {
        byte[] value = envelope("c", "null", ROW).getBytes(StandardCharsets.UTF_16LE);
        KafkaRecord record = new KafkaRecord("t", 0, 0, 0, null, value, List.of());

        assertThat(failure(record).code()).isEqualTo(Code.INVALID_JSON);
    }

    private DebeziumDecodeException failure(KafkaRecord record) {
        DebeziumDecodeException failure =
                catchThrowableOfType(DebeziumDecodeException.class, () -> decoder.decode(record));
        assertThat(failure).isNotNull().hasNoCause();
        return failure;
    }
}
