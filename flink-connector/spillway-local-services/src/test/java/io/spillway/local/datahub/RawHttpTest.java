/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.datahub.wire.Compression;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers to requests that the vendor's client would not send. */
class RawHttpTest {

    private static final String SHARDS = "/projects/raw/topics/rows/shards";
    private static final String SHARD = SHARDS + "/0";
    private static final int LIMIT = 4 * 1024 * 1024;

    /** One record: id = 1, name = null. */
    private static final byte[] ONE_RECORD =
            HexFormat.of().parseHex("0a" + "0b" + "4a09" + "0a030a0131" + "0a00" + "5000");

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static RawClient client;

    @BeforeAll
    static void createTopic() {
        DATAHUB.hub().createProject("raw");
        DATAHUB.hub()
                .createTopic("raw", "rows", 1, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        client = new RawClient(DATAHUB.hub());
    }

    @Test
    void theEmptyPutIsAnsweredByTheKnownBytes() throws Exception {
        HttpResponse<String> answer = client.postFrame(SHARDS, "pub", RawClient.frame(new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(200);
        // the answer of the real service, as recorded
        assertThat(HexFormat.of().formatHex(answer.body().getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("444855426c75b46a000000020800");
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-protobuf");
        assertThat(answer.headers().firstValue("x-datahub-request-id")).isPresent();
    }

    @Test
    void errorsHaveTheVendorsShape() throws Exception {
        HttpResponse<String> answer =
                client.send("GET", "/projects/nowhere", null, new byte[0], Map.of());

        assertThat(answer.statusCode()).isEqualTo(404);
        // with a charset behind it, the vendor's client loses the code
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        String requestId = answer.headers().firstValue("x-datahub-request-id").orElseThrow();
        assertThat(answer.body())
                .contains("\"RequestId\":\"" + requestId + "\"")
                .contains("\"ErrorCode\":\"NoSuchProject\"")
                .contains("\"ErrorMessage\":\"");
    }

    @Test
    void aWrongSignatureIsUnauthorized() throws Exception {
        String signature = client.sign("GET", "/projects/other", null, Map.of());
        refused(
                client.sendSigned("GET", "/projects", null, new byte[0], Map.of(), signature),
                403,
                "Unauthorized");
        // a header added on the way is not covered by the signature
        String without = client.sign("GET", "/projects", null, Map.of());
        refused(
                client.sendSigned(
                        "GET",
                        "/projects",
                        null,
                        new byte[0],
                        Map.of("x-datahub-extra", "1"),
                        without),
                403,
                "Unauthorized");
    }

    @ParameterizedTest
    @CsvSource({
        "/projects?filter=a%20b&b=1, /projects?filter=a b&b=1",
        "/projects?filter=a%20b&b=1, /projects?b=1&filter=a b",
        "/projects?filter=a%20b&b=1, /projects?filter=a%20b&b=1"
    })
    void theQueryMayBeSignedInThreeForms(String sent, String signed) throws Exception {
        String signature = client.sign("GET", signed, null, Map.of());

        assertThat(
                        client.sendSigned("GET", sent, null, new byte[0], Map.of(), signature)
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWrongCrcIsRefusedAndNothingIsWritten() throws Exception {
        long before = DATAHUB.hub().recordCount("raw", "rows");
        byte[] frame = RawClient.frame(ONE_RECORD);
        frame[5] ^= 1;

        refused(client.postFrame(SHARD, "pub", frame), 400, "InvalidParameter");
        refused(client.postFrame(SHARDS, "pub", frame), 400, "InvalidParameter");

        assertThat(DATAHUB.hub().recordCount("raw", "rows")).isEqualTo(before);
        assertThat(client.postFrame(SHARD, "pub", RawClient.frame(ONE_RECORD)).statusCode())
                .isEqualTo(200);
        assertThat(DATAHUB.hub().recordCount("raw", "rows")).isEqualTo(before + 1);
    }

    @Test
    void framesThatAreNoneAreRefused() throws Exception {
        byte[] frame = RawClient.frame(ONE_RECORD);
        byte[] wrongMagic = frame.clone();
        wrongMagic[0] = 'X';
        byte[] longer = Arrays.copyOf(frame, frame.length + 1);
        byte[] random = new byte[5000];
        new Random(3).nextBytes(random);

        for (byte[] body :
                new byte[][] {
                    new byte[0],
                    Arrays.copyOf(frame, 5),
                    Arrays.copyOf(frame, frame.length - 1),
                    longer,
                    wrongMagic,
                    random,
                    RawClient.frame(random)
                }) {
            refused(client.postFrame(SHARD, "pub", body), 400, "InvalidParameter");
            refused(client.postFrame(SHARD, "sub", body), 400, "InvalidParameter");
        }
    }

    @Test
    void bodiesOverTheLimitAreRefused() throws Exception {
        byte[] tooLarge = new byte[LIMIT + 1];
        refused(client.postFrame(SHARD, "pub", tooLarge), 413, "InvalidParameter");
        // far over the limit, and still answered
        refused(client.postFrame(SHARD, "pub", new byte[5 * LIMIT]), 413, "InvalidParameter");
        // small on the wire, too large when inflated
        byte[] bomb = Compression.DEFLATE.compress(new byte[16 * LIMIT]);
        assertThat(bomb.length).isLessThan(LIMIT);
        Map<String, String> headers =
                Map.of("x-datahub-request-action", "pub", "Content-Encoding", "deflate");
        refused(
                client.send("POST", SHARD, RawClient.PROTOBUF, bomb, headers),
                413,
                "InvalidParameter");
    }

    @Test
    void compressedBodiesMustBeWhatTheirHeadersSay() throws Exception {
        for (String encoding : new String[] {"lz4", "deflate", "zlib", "zstd", "gzip"}) {
            Map<String, String> headers =
                    Map.of(
                            "x-datahub-request-action",
                            "pub",
                            "Content-Encoding",
                            encoding,
                            "x-datahub-content-raw-size",
                            "100");
            refused(
                    client.send("POST", SHARD, RawClient.PROTOBUF, new byte[] {1, 2, 3}, headers),
                    400,
                    "InvalidParameter");
        }
        refused(
                client.send(
                        "POST",
                        SHARD,
                        RawClient.PROTOBUF,
                        new byte[] {1},
                        Map.of("x-datahub-request-action", "pub", "Content-Encoding", "lz4")),
                400,
                "InvalidParameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip", "zlib", "lz4", "deflate", "zstd"})
    void answersAreCompressedAsAskedFor(String accepted) throws Exception {
        byte[] many = new byte[ONE_RECORD.length * 500];
        for (int i = 0; i < many.length; i += ONE_RECORD.length) {
            System.arraycopy(ONE_RECORD, 0, many, i, ONE_RECORD.length);
        }
        DATAHUB.hub()
                .createTopic(
                        "raw",
                        "answers" + accepted,
                        1,
                        LocalDataHub.tuple("id:BIGINT", "n:STRING"));
        String shard = "/projects/raw/topics/answers" + accepted + "/shards/0";
        assertThat(client.postFrame(shard, "pub", RawClient.frame(many)).statusCode())
                .isEqualTo(200);
        String get =
                "{\"Action\":\"sub\",\"Limit\":1000,\"Cursor\":\"3000" + "0".repeat(28) + "\"}";
        byte[] plain = client.postJson(shard, get).body().getBytes(StandardCharsets.ISO_8859_1);

        // one client says that the body is compressed, and how, with zlib's own name
        byte[] deflated = Compression.ZLIB.compress(get.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                client.send(
                        "POST",
                        shard,
                        RawClient.JSON,
                        deflated,
                        Map.of(
                                "Accept-Encoding",
                                accepted,
                                "Content-Encoding",
                                "zlib",
                                "x-datahub-content-raw-size",
                                Integer.toString(get.length())));

        byte[] received = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        if (accepted.isEmpty() || accepted.equals("gzip")) {
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
            assertThat(received).isEqualTo(plain);
        } else {
            assertThat(answer.headers().firstValue("content-encoding")).contains(accepted);
            assertThat(answer.headers().firstValue("x-datahub-content-raw-size"))
                    .contains(Integer.toString(plain.length));
            assertThat(received).hasSizeLessThan(plain.length);
            assertThat(Compression.ofContentEncoding(accepted).decompress(received, plain.length))
                    .isEqualTo(plain);
        }
    }

    @Test
    void sessionsAreCommittedAsNumberOrText() throws Exception {
        String subscriptions = "/projects/raw/topics/rows/subscriptions";
        String created = client.postJson(subscriptions, "{\"Action\":\"create\"}").body();
        String offsets = subscriptions + '/' + created.replaceAll("\\D+", "") + "/offsets";
        assertThat(client.postJson(offsets, "{\"Action\":\"open\",\"ShardIds\":[\"0\"]}").body())
                .contains("\"SessionId\":1");

        for (String session : new String[] {"1", "\"1\""}) {
            byte[] commit =
                    ("{\"Action\":\"commit\",\"Offsets\":{\"0\":{\"Timestamp\":1,\"Sequence\":0,"
                                    + "\"BatchIndex\":0,\"Version\":0,\"SessionId\":"
                                    + session
                                    + "}}}")
                            .getBytes(StandardCharsets.UTF_8);
            assertThat(client.send("PUT", offsets, RawClient.JSON, commit, Map.of()).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void limitsOutsideTheirRangeAreRefused(int limit) throws Exception {
        String cursor = "30000000" + "0".repeat(24);
        refused(
                client.postJson(
                        SHARD,
                        "{\"Action\":\"sub\",\"Cursor\":\""
                                + cursor
                                + "\",\"Limit\":"
                                + limit
                                + "}"),
                400,
                "InvalidParameter");
    }

    @Test
    void moreThanTenThousandRecordsAreRefused() throws Exception {
        byte[] many = new byte[ONE_RECORD.length * 10_001];
        for (int i = 0; i < many.length; i += ONE_RECORD.length) {
            System.arraycopy(ONE_RECORD, 0, many, i, ONE_RECORD.length);
        }
        refused(client.postFrame(SHARD, "pub", RawClient.frame(many)), 400, "InvalidParameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Action\":\"cursor\",\"Type\":\"SEQUENCE\",\"Sequence\":-1} | InvalidParameter",
                "{\"Action\":\"cursor\",\"Type\":\"SEQUENCE\"} | InvalidParameter",
                "{\"Action\":\"cursor\",\"Type\":\"YESTERDAY\"} | InvalidParameter",
                "{\"Action\":\"dance\"} | InvalidOperation",
                "{\"Action\": | InvalidParameter",
                "[] | InvalidParameter"
            })
    void jsonThatMeansNothingIsRefused(String body, String code) throws Exception {
        refused(client.postJson(SHARD, body), 400, code);
    }

    @Test
    void actionsAreNamedInAnyCaseAndStrayFieldsIgnored() throws Exception {
        HttpResponse<String> answer =
                client.postJson(
                        SHARD, "{\"Action\":\"CURSOR\",\"Type\":\"oldest\",\"Sequence\":99}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Sequence\":0");
    }

    @Test
    void aTopicWithoutActionIsCreated() throws Exception {
        String schema = "{\\\"fields\\\":[{\\\"name\\\":\\\"A\\\",\\\"type\\\":\\\"string\\\"}]}";
        assertThat(
                        client.postJson(
                                        "/projects/raw/topics/plain",
                                        "{\"ShardCount\":1,\"Lifecycle\":1,\"RecordType\":\"TUPLE\","
                                                + "\"RecordSchema\":\""
                                                + schema
                                                + "\",\"Comment\":\"\"}")
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        client.send(
                                        "GET",
                                        "/projects/raw/topics/plain",
                                        null,
                                        new byte[0],
                                        Map.of())
                                .body())
                .contains("\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"STRING\\\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/, InvalidUriSpec",
        "/elsewhere, InvalidUriSpec",
        "/projects/raw/groups, InvalidOperation",
        "/projects/raw/topics/rows/connectors, InvalidOperation",
        "/projects/raw/topics/rows/shards/0/more, InvalidUriSpec"
    })
    void pathsThatLeadNowhereAreRefused(String path, String code) throws Exception {
        refused(client.send("GET", path, null, new byte[0], Map.of()), 400, code);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("\"ErrorCode\":\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
