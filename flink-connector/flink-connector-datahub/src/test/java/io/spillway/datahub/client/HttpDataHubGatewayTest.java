/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.Credentials;
import io.spillway.common.credentials.CredentialsProvider;
import io.spillway.common.credentials.RefreshingCredentialsProvider;
import io.spillway.common.credentials.Secret;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.TopicPath;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway sends, and what it makes of answers no healthy service gives. */
class HttpDataHubGatewayTest {

    private static final TopicPath TOPIC = new TopicPath("shop", "orders");
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final byte[] WRITTEN = HexFormat.of().parseHex("444855426c75b46a000000020800");

    private ScriptedService service;
    private DataHubGateway gateway;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        gateway = new HttpDataHubGateway(options(Compression.LZ4));
    }

    @AfterEach
    void stop() {
        gateway.close();
        service.close();
    }

    private DataHubGatewayOptions options(Compression compression) {
        return DataHubGatewayOptions.builder()
                .endpoint(service.endpoint())
                .credentials(StaticCredentialsProvider.of("id", "s3cr3t-key"))
                .compression(compression)
                .maxResponseBytes(10_000)
                .build();
    }

    @Test
    void anExpiredTokenIsRenewedOnce() throws Exception {
        service.willAnswer(400, JSON, "{\"ErrorCode\":\"ExpiredAccessToken\"}");
        AtomicInteger fetched = new AtomicInteger();
        CredentialsProvider renewable =
                new RefreshingCredentialsProvider(
                        () ->
                                new RefreshingCredentialsProvider.Lease(
                                        new Credentials(
                                                "id" + fetched.incrementAndGet(),
                                                Secret.of("key"),
                                                Secret.of("token")),
                                        Instant.now().plusSeconds(3600)));
        try (DataHubGateway renewing =
                new HttpDataHubGateway(
                        DataHubGatewayOptions.builder()
                                .endpoint(service.endpoint())
                                .credentials(renewable)
                                .build())) {
            assertThat(failureOf(renewing.getTopic(TOPIC)).code())
                    .isEqualTo(DataHubErrors.EXPIRED_ACCESS_TOKEN);
        }

        assertThat(service.requests())
                .extracting(request -> request.headers().getFirst("Authorization").split(":")[0])
                .containsExactly("DATAHUB id1", "DATAHUB id2");
        // credentials that never change are not tried twice
        failureOf(gateway.getTopic(TOPIC));
        assertThat(service.requests()).hasSize(3);
    }

    @Test
    void withoutCredentialsNothingIsSent() throws Exception {
        CredentialsProvider none =
                () -> {
                    throw new IOException("nowhere");
                };
        try (DataHubGateway unsigned =
                new HttpDataHubGateway(
                        DataHubGatewayOptions.builder()
                                .endpoint(service.endpoint())
                                .credentials(none)
                                .build())) {
            ServiceException failure = failureOf(unsigned.getTopic(TOPIC));
            assertThat(failure.code()).isEqualTo("NoCredentials");
            assertThat(failure).hasMessageContaining("nowhere");
        }
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void aPutIsSentPackedAndSigned() throws Exception {
        service.willAnswer(200, Map.of("Content-Type", PROTOBUF), WRITTEN);
        List<EncodedRecord> records = Collections.nCopies(100, record("same"));

        PutResult result = get(gateway.putRecords(TOPIC, "3", records));

        assertThat(result.failed()).isEmpty();
        ScriptedService.Request request = service.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/projects/shop/topics/orders/shards");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("lz4");
        assertThat(request.headers().getFirst("Accept-Encoding")).isEqualTo("lz4");
        assertThat(request.headers().getFirst("x-datahub-request-action")).isEqualTo("pub");
        assertThat(request.headers().getFirst("x-datahub-client-version")).isEqualTo("1.1");
        assertThat(request.headers().getFirst("Authorization")).startsWith("DATAHUB id:");
        assertThat(request.headers().getFirst("Date"))
                .matches("\\w{3}, \\d\\d \\w{3} \\d{4} .* GMT");
        int rawSize = Integer.parseInt(request.headers().getFirst("x-datahub-content-raw-size"));
        assertThat(request.body()).hasSizeLessThan(rawSize);
        assertThat(
                        Compression.LZ4.decompress(
                                request.body(), 0, request.body().length, rawSize, rawSize))
                .startsWith('D', 'H', 'U', 'B');
    }

    @Test
    void whatDoesNotShrinkIsSentAsItIs() throws Exception {
        service.willAnswer(200, Map.of("Content-Type", PROTOBUF), WRITTEN);

        get(gateway.putRecordsByShard(TOPIC, "3", List.of(record("x"))));

        ScriptedService.Request request = service.requests().get(0);
        assertThat(request.path()).isEqualTo("/projects/shop/topics/orders/shards/3");
        assertThat(request.headers()).doesNotContainKey("Content-Encoding");
        assertThat(request.headers()).doesNotContainKey("x-datahub-content-raw-size");
        assertThat(request.body()).startsWith('D', 'H', 'U', 'B');
    }

    @Test
    void aRefusalIsToldInOneLine() {
        service.willAnswer(
                403,
                JSON,
                "{\"RequestId\":\"r1\",\"ErrorCode\":\"Unauthorized\",\"ErrorMessage\":"
                        + "\"The signature\\n does not match, key s3cr3t-key\"}");

        ServiceException failure = failureOf(gateway.getTopic(TOPIC));

        assertThat(failure)
                .hasMessage(
                        "DataHub refused to describe topic shop.orders: Unauthorized (HTTP 403,"
                                + " request id r1): The signature does not match, key ******");
        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("Unauthorized");
        assertThat(failure.httpStatus()).isEqualTo(403);
        assertThat(failure.requestId()).isEqualTo("r1");
    }

    @Test
    void theTypeOfARefusalDoesNotMatter() {
        service.willAnswer(
                404, "application/json; charset=UTF-8", "{\"ErrorCode\":\"NoSuchTopic\"}");

        ServiceException failure = failureOf(gateway.listShards(TOPIC));

        assertThat(failure.code()).isEqualTo(DataHubErrors.NO_SUCH_TOPIC);
        assertThat(failure)
                .hasMessageStartingWith(
                        "DataHub refused to list the shards of shop.orders: NoSuch");
    }

    @Test
    void aPageOfSomethingElseIsReadAsText() {
        service.willAnswer(503, "text/html", "<html><body><h1>Busy</h1>\nlater</body></html>");

        ServiceException failure = failureOf(gateway.getRecords(TOPIC, "0", "cursor", 10));

        assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(failure.code()).isEqualTo("Http503");
        assertThat(failure)
                .hasMessage(
                        "DataHub refused to read from shard 0 of shop.orders: Http503 (HTTP 503,"
                                + " request id r1): Busy later");
    }

    @Test
    void redirectionsAreNotFollowed() {
        service.willAnswer(302, Map.of("Location", "http://127.0.0.1:1/"), new byte[0]);

        assertThat(failureOf(gateway.getTopic(TOPIC)))
                .hasMessage(
                        "DataHub refused to describe topic shop.orders: Http302 (HTTP 302, request"
                                + " id unknown): (no message)");
    }

    @Test
    void answersThatMakeNoSenseAreNotBelieved() {
        service.willAnswer(200, "text/html", "<html>Please sign in</html>");
        List<CompletableFuture<?>> calls =
                List.of(
                        gateway.getTopic(TOPIC),
                        gateway.listShards(TOPIC),
                        gateway.getCursor(TOPIC, "0", CursorSpec.oldest()),
                        gateway.getRecords(TOPIC, "0", "c", 1),
                        gateway.putRecords(TOPIC, "0", List.of(record("x"))));
        for (CompletableFuture<?> call : calls) {
            ServiceException failure = failureOf(call);
            assertThat(failure.code()).isEqualTo(DataHubErrors.MALFORMED_RESPONSE);
            assertThat(failure.requestId()).isEqualTo("r1");
            assertThat(failure).hasMessageContaining("shop.orders").hasMessageContaining("r1");
        }
    }

    @Test
    void aSignInPageIsNoPromiseThatRecordsWereWritten() throws Exception {
        service.willAnswer(
                200, Map.of("Content-Type", "text/html"), "<html>Sign in</html>".getBytes());
        assertThat(failureOf(gateway.putRecordsByShard(TOPIC, "0", List.of(record("x")))).code())
                .isEqualTo(DataHubErrors.MALFORMED_RESPONSE);

        service.willAnswer(200, Map.of("x-datahub-request-id", "r2"), new byte[0]);
        get(gateway.putRecordsByShard(TOPIC, "0", List.of(record("x"))));
    }

    @Test
    void anUnaskedPartialFailureIsNotTakenForSuccess() {
        // one refused record, index 0, MalformedRecord
        byte[] message =
                HexFormat.of().parseHex("08011213" + "0800" + "120f" + hex("MalformedRecord"));
        service.willAnswer(
                200,
                Map.of("Content-Type", PROTOBUF, "x-datahub-request-id", "r3"),
                unchecked(message));

        ServiceException failure =
                failureOf(gateway.putRecordsByShard(TOPIC, "0", List.of(record("x"))));

        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        assertThat(failure.code()).isEqualTo("MalformedRecord");
        assertThat(failure).hasMessageContaining("1 of 1 records").hasMessageContaining("r3");
    }

    @Test
    void packedAnswersAreBoundedAndChecked() {
        Map<String, String> lz4 = Map.of("Content-Encoding", "lz4");
        service.willAnswer(200, lz4, new byte[] {1, 2, 3});
        assertMalformed("lz4 data without its uncompressed size");

        service.willAnswer(200, with(lz4, "2000000000"), new byte[] {1, 2, 3});
        assertMalformed("larger than the limit of 10000 bytes");

        service.willAnswer(200, with(lz4, "4000000000"), new byte[] {1, 2, 3});
        assertMalformed("is no size: '4000000000'");

        service.willAnswer(200, with(lz4, "-5"), new byte[] {1, 2, 3});
        assertMalformed("is no size: '-5'");

        service.willAnswer(200, with(lz4, "100"), new byte[] {(byte) 0xff, 2, 3});
        assertMalformed("corrupted lz4 data");

        service.willAnswer(200, Map.of("Content-Encoding", "br"), new byte[] {1});
        assertMalformed("unknown compression 'br'");

        service.willAnswer(200, Map.of(), new byte[10_001]);
        assertThat(failureOf(gateway.getRecords(TOPIC, "0", "c", 1)).code())
                .isEqualTo("ResponseTooLarge");
    }

    private void assertMalformed(String problem) {
        ServiceException failure = failureOf(gateway.getRecords(TOPIC, "0", "c", 1));
        assertThat(failure.code()).isEqualTo(DataHubErrors.MALFORMED_RESPONSE);
        assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(failure).hasMessageContaining(problem);
    }

    @Test
    void whatTheServiceWouldRefuseIsNotSent() {
        EncodedRecord large = new EncodedRecord(new byte[DataHubLimits.MAX_REQUEST_BYTES]);
        List<EncodedRecord> halves =
                Collections.nCopies(
                        2, new EncodedRecord(new byte[DataHubLimits.MAX_REQUEST_BYTES / 2]));
        List<EncodedRecord> many = Collections.nCopies(10_001, record("x"));

        assertRefused(gateway.putRecords(TOPIC, "0", List.of(large)), FailureKind.RECORD);
        assertRefused(gateway.putRecordsByShard(TOPIC, "0", halves), FailureKind.FATAL);
        assertRefused(gateway.putRecords(TOPIC, "0", many), FailureKind.FATAL);
        for (CompletableFuture<?> call :
                List.of(
                        gateway.putRecords(TOPIC, "0", List.of()),
                        gateway.putRecords(TOPIC, "x", List.of(record("x"))),
                        gateway.getRecords(TOPIC, "0", "c", 0),
                        gateway.getRecords(TOPIC, "0", "c", 1001),
                        gateway.getRecords(TOPIC, "../1", "c", 1),
                        gateway.getTopic(new TopicPath("shop", "../admin")),
                        gateway.admin().createProject("a b", ""))) {
            assertThat(failureOf(call).code()).isEqualTo(DataHubErrors.INVALID_PARAMETER);
        }
        assertThat(service.requests()).isEmpty();
    }

    private static void assertRefused(CompletableFuture<?> call, FailureKind kind) {
        ServiceException failure = failureOf(call);
        assertThat(failure.code()).isEqualTo(DataHubErrors.REQUEST_TOO_LARGE);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("write to shard 0 of shop.orders");
    }

    @Test
    void aServiceThatIsNotThereMayBeTriedAgain() {
        service.close();

        for (CompletableFuture<?> call :
                List.of(
                        gateway.getTopic(TOPIC),
                        gateway.putRecords(TOPIC, "0", List.of(record("x"))))) {
            ServiceException failure = failureOf(call);
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
            assertThat(failure.code()).isEqualTo("ConnectionFailed");
            assertThat(failure).hasMessageContaining(service.endpoint());
        }
    }

    @Test
    void aClosedGatewayAnswersAtOnce() {
        gateway.close();

        for (CompletableFuture<?> call :
                List.of(
                        gateway.getTopic(TOPIC),
                        gateway.getRecords(TOPIC, "0", "c", 1),
                        gateway.putRecords(TOPIC, "0", List.of(record("x"))))) {
            assertThat(failureOf(call).code()).isEqualTo("Closed");
        }
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void withoutCompressionNoneIsOffered() throws Exception {
        service.willAnswer(200, Map.of("Content-Type", PROTOBUF), WRITTEN);
        try (DataHubGateway plain = new HttpDataHubGateway(options(Compression.NONE))) {
            get(plain.putRecords(TOPIC, "0", Collections.nCopies(50, record("same"))));
        }

        assertThat(service.requests().get(0).headers())
                .doesNotContainKeys("Content-Encoding", "Accept-Encoding");
    }

    private static EncodedRecord record(String text) {
        return new RecordEntryWriter().reset().addText(text).toRecord();
    }

    private static Map<String, String> with(Map<String, String> headers, String rawSize) {
        return Map.of(
                "Content-Encoding",
                headers.get("Content-Encoding"),
                "x-datahub-content-raw-size",
                rawSize);
    }

    /** A frame without a checksum. */
    private static byte[] unchecked(byte[] message) {
        return java.nio.ByteBuffer.allocate(12 + message.length)
                .put(new byte[] {'D', 'H', 'U', 'B'})
                .putInt(0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static ServiceException failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> get(future));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(ServiceException.class);
        assertThat(thrown.getCause().getMessage()).doesNotContain("\n").doesNotContain("s3cr3t");
        return (ServiceException) thrown.getCause();
    }
}
