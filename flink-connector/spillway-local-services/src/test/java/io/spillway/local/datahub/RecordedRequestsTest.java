/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that the vendor's client sent, byte for byte as they were recorded. */
class RecordedRequestsTest {

    /** What the service answers to a put that succeeded. */
    private static final String SUCCESS = "444855426c75b46a000000020800";

    private static final String PROTOBUF =
            "444855426d3c86b0000000730a71420a0a080a026b31120276314a630a0f0a0d3130393935313136"
                    + "32373737360a090a07312e35453330300a060a04747275650a120a10313730303030303030303132"
                    + "333435360a080a0668c3a9c3a9310a060a04313030300a040a022d330a050a03302e310a040a022d"
                    + "310a040a022d32";

    private static final String BATCH_LZ4 =
            "4448554234d20fdd000000a60aa30132a0014448554200000000a0000000f800000027edc7310a00"
                    + "0200000013000100537c0000006c0c0023ff030900000200c0010000355800662deb417e011000f2"
                    + "0e00000040222018240a060068c3a9c3a93100863130303000000084fdff010040cdcccc3d290002"
                    + "0e0030fffffe050030ffffff400060020000006b3106002076312400000200087c00101011000f02"
                    + "00171f802b0015057c007032020000007632";

    private static final String BATCH_DEFLATE =
            "444855425d9dc9500000008c0a8901328601444855420000000086000000f800000083af77210900"
                    + "020000007801636080801a20950365ff67863240142303836904439aee6bc73a20130c1c94142454"
                    + "b8d818320eaf3cbcd290a1cdd0c0c00028d1f2f73f049c3d73c616a410cafdff0fca00e96702e26c"
                    + "431059660824c000d96e01982071740371cac0de80d86d04b6db0800bc622952";

    private static final List<String> VALUES =
            List.of(
                    "1099511627776",
                    "1.5E300",
                    "true",
                    "1700000000123456",
                    "h\u00e9\u00e91",
                    "1000",
                    "-3",
                    "0.1",
                    "-1",
                    "-2");

    private LocalDataHub hub;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.createProject("proj");
        hub.createTopic(
                "proj",
                "tall",
                1,
                LocalDataHub.tuple(
                        "f_bigint:BIGINT",
                        "f_double:DOUBLE",
                        "f_boolean:BOOLEAN",
                        "f_timestamp:TIMESTAMP",
                        "f_string:STRING",
                        "f_decimal:DECIMAL",
                        "f_integer:INTEGER",
                        "f_float:FLOAT",
                        "f_tinyint:TINYINT",
                        "f_smallint:SMALLINT"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aPutInProtobufIsStored() throws Exception {
        assertThat(put("application/x-protobuf", PROTOBUF)).isEqualTo(SUCCESS);

        assertThat(hub.records("proj", "tall"))
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.values()).isEqualTo(VALUES);
                            assertThat(record.attributes()).isEqualTo(Map.of("k1", "v1"));
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {BATCH_LZ4, BATCH_DEFLATE})
    void aPutOfABatchIsStored(String body) throws Exception {
        assertThat(put("application/x-binary", body)).isEqualTo(SUCCESS);

        List<LocalDataHub.StoredRecord> records = hub.records("proj", "tall");
        assertThat(records).hasSize(2);
        assertThat(records.get(0).values()).isEqualTo(VALUES);
        assertThat(records.get(0).attributes()).isEqualTo(Map.of("k1", "v1"));
        List<String> emptyOnly = new ArrayList<>(Arrays.asList(new String[10]));
        emptyOnly.set(4, "");
        assertThat(records.get(1).values()).isEqualTo(emptyOnly);
        assertThat(records.get(1).attributes()).isEqualTo(Map.of("k2", "v2"));
    }

    private String put(String contentType, String body) throws Exception {
        HttpResponse<String> answer =
                new RawClient(hub)
                        .send(
                                "POST",
                                "/projects/proj/topics/tall/shards/0",
                                contentType,
                                HexFormat.of().parseHex(body),
                                Map.of("x-datahub-request-action", "pub"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HexFormat.of().formatHex(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }
}
