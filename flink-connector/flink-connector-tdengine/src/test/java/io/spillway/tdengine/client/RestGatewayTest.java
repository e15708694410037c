/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestGatewayTest {

    private static final String ALL_TYPES =
            """
            {"code":0,"column_meta":[["ts","TIMESTAMP",8],["b","BOOL",1],["t","TINYINT",1],
            ["us","SMALLINT UNSIGNED",2],["ul","BIGINT UNSIGNED",8],["l","BIGINT",8],
            ["f","FLOAT",4],["d","DOUBLE",8],["vc","VARCHAR",20],["nc","NCHAR",20],
            ["vb","VARBINARY",20],["g","GEOMETRY",100],["d64","DECIMAL(10,2)",8],
            ["d128","DECIMAL(30,5)",16],["j","JSON",4095],["n","JSON",4095]],
            "data":[["2023-11-14T22:13:20.000123Z",true,-1,65535,18446744073709551615,
            -9223372036854775808,1.1,1e+300,"a\\"<>&中","中é😀","0102ff","0101","-12345.67",
            "-1234567890123456789012345.12345",{"a":1.50,"b":"}中"}, 1.50],
            ["2023-11-15T06:13:20.000124+08:00",null,null,null,null,null,null,null,null,null,null,
            null,null,null,null,"x\\u0041"]],"rows":2}
            """;

    private final List<String> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;
    private volatile String answer = "{\"code\":0,\"column_meta\":[],\"data\":[],\"rows\":0}";
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyTypeIsReadWithoutLoss() throws Exception {
        answer = ALL_TYPES;
        try (TDengineGateway gateway = gateway()) {
            QueryResult result = Gateways.get(gateway.query("select * from t"));

            assertThat(result.precision()).isEqualTo(TimestampPrecision.MICROS);
            assertThat(result.fields())
                    .contains(
                            new Field("us", TDengineType.USMALLINT, 2, 0, 0),
                            new Field("d64", TDengineType.DECIMAL64, 8, 10, 2),
                            new Field("d128", TDengineType.DECIMAL128, 16, 30, 5));
            DataBlock block = Gateways.get(result.next()).orElseThrow();
            assertThat(block.rows()).isEqualTo(2);
            assertThat(block.getLong(0, 0)).isEqualTo(1700000000000123L);
            assertThat(block.getLong(0, 1)).isEqualTo(1700000000000124L);
            assertThat(block.getLong(1, 0)).isEqualTo(1);
            assertThat(block.getLong(2, 0)).isEqualTo(-1);
            assertThat(block.getLong(3, 0)).isEqualTo(65535);
            assertThat(block.getLong(4, 0)).isEqualTo(-1);
            assertThat(block.getLong(5, 0)).isEqualTo(Long.MIN_VALUE);
            assertThat(block.getDouble(6, 0)).isEqualTo(1.1f);
            assertThat(block.getDouble(7, 0)).isEqualTo(1e300);
            assertThat(block.getString(8, 0)).isEqualTo("a\"<>&中");
            assertThat(block.getBytes(9, 0)).isEqualTo("中é😀".getBytes(UTF_8));
            assertThat(HexFormat.of().formatHex(block.getBytes(10, 0))).isEqualTo("0102ff");
            assertThat(HexFormat.of().formatHex(block.getBytes(11, 0))).isEqualTo("0101");
            assertThat(block.getDecimal(12, 0)).isEqualTo(new BigDecimal("-12345.67"));
            assertThat(block.getDecimal(13, 0))
                    .isEqualTo(new BigDecimal("-1234567890123456789012345.12345"));
            assertThat(block.getString(14, 0)).isEqualTo("{\"a\":1.50,\"b\":\"}中\"}");
            assertThat(block.getString(15, 0)).isEqualTo("1.50");
            assertThat(block.getString(15, 1)).isEqualTo("\"x\\u0041\"");
            for (int column = 1; column < 15; column++) {
                assertThat(block.isNull(column, 1)).isTrue();
            }
            assertThat(Gateways.get(result.next())).isEmpty();
        }
    }

    @Test
    void manyRowsComeInSeveralBlocks() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            rows.append(i == 0 ? "[" : ",[").append(i).append(']');
        }
        answer =
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":["
                        + rows
                        + "],\"rows\":10000}";
        try (TDengineGateway gateway = gateway()) {
            QueryResult result = Gateways.get(gateway.query("select v from t"));
            int next = 0;
            int blocks = 0;
            for (Optional<DataBlock> block = Gateways.get(result.next());
                    block.isPresent();
                    block = Gateways.get(result.next())) {
                blocks++;
                for (int row = 0; row < block.get().rows(); row++) {
                    assertThat(block.get().getLong(0, row)).isEqualTo(next++);
                }
            }
            assertThat(next).isEqualTo(10_000);
            assertThat(blocks).isEqualTo(3);
        }
    }

    @Test
    void statementsTellTheRowsTheyChanged() throws Exception {
        answer =
                "{\"code\":0,\"column_meta\":[[\"affected_rows\",\"INT\",4]],\"data\":[[7]],"
                        + "\"rows\":1}";
        try (TDengineGateway gateway = gateway()) {
            assertThat(Gateways.get(gateway.execute("insert into t values(1,'a')"))).isEqualTo(7);
            QueryResult none = Gateways.get(gateway.query("use x"));
            assertThat(none.fields()).isEmpty();
            assertThat(Gateways.get(none.next())).isEmpty();
        }
        assertThat(requests.get(0))
                .startsWith("POST /rest/sql/my%20db?req_id=")
                .contains("&tz=UTC")
                .endsWith(" insert into t values(1,'a')");
        assertThat(authorizations.get(0))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("root:" + Gateways.PASSWORD).getBytes(UTF_8)));
    }

    @Test
    void aCloudTokenTravelsInTheAddressAndALoginTokenInAHeader() throws Exception {
        String login = Base64.getEncoder().encodeToString(new byte[48]);
        for (String token : List.of("0123456789abcdef0123456789abcdef01234567", login)) {
            try (TDengineGateway gateway =
                    TDengineGateways.create(
                            TDengineGatewayOptions.builder()
                                    .endpoints(List.of(endpoint()))
                                    .token(Secret.of(token))
                                    .transport(Transport.REST)
                                    .build())) {
                Gateways.get(gateway.query("x"));
            }
        }
        assertThat(requests.get(0)).contains("&token=0123456789abcdef");
        assertThat(authorizations.get(0)).isNull();
        assertThat(requests.get(1)).doesNotContain("token=");
        assertThat(authorizations.get(1)).isEqualTo("Taosd " + login);
    }

    @Test
    void aServersErrorKeepsItsCodeAndText() throws Exception {
        answer = "{\"code\":9728,\"desc\":\"syntax error near \\\"selec\\\"\",\"timing\":1}";
        try (TDengineGateway gateway = gateway()) {
            ServiceException failure = Gateways.failure(gateway.query("selec 'private'"));

            assertThat(failure.code()).isEqualTo("0x2600");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage())
                    .contains("syntax error near \"selec\"", endpoint(), "req_id 0x")
                    .doesNotContain("private", Gateways.PASSWORD);
        }
    }

    @Test
    void statusesWithoutACodeAreClassified() throws Exception {
        try (TDengineGateway gateway = gateway()) {
            answer = "query memory exceeds threshold";
            status = 503;
            assertThat(Gateways.failure(gateway.query("x")).kind())
                    .isEqualTo(FailureKind.THROTTLED);
            status = 502;
            assertThat(Gateways.failure(gateway.query("x")).kind())
                    .isEqualTo(FailureKind.RETRYABLE);
            status = 404;
            assertThat(Gateways.failure(gateway.query("x")).code()).isEqualTo("HTTP404");
            answer = "{\"code\":4357,\"desc\":\"no auth info input\"}";
            status = 401;
            assertThat(Gateways.failure(gateway.query("x")).code()).isEqualTo("0x1105");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[1],",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[1],[2]]",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[1]],\"rows\":2}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[1,2]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[1],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[\"x\"]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"INT\",4]],\"data\":[[1.5]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"TINYINT\",1]],\"data\":[[128]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"TIMESTAMP\",8]],\"data\":[[\"x\"]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"VARBINARY\",8]],\"data\":[[\"0\"]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":[[\"v\",\"NOTYPE\",8]],\"data\":[[\"0\"]],\"rows\":1}",
                "{\"code\":0,\"column_meta\":{},\"data\":[[\"0\"]],\"rows\":1}"
            })
    void answersThatMakeNoSenseAreRefused(String nonsense) throws Exception {
        answer = nonsense;
        try (TDengineGateway gateway = gateway()) {
            ServiceException failure =
                    Gateways.failure(
                            Failures.unwrapped(
                                    gateway.query("x").thenCompose(RestGatewayTest::readAll)));

            assertThat(failure.code()).isEqualTo("MalformedMessage");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        }
    }

    @Test
    void unreachableEndpointsArePassedOver() throws Exception {
        answer =
                "{\"code\":0,\"column_meta\":[[\"v\",\"VARCHAR\",4]],\"data\":[[\"3.3.7.5\"]],"
                        + "\"rows\":1}";
        String dead;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = "127.0.0.1:" + socket.getLocalPort();
        }
        try (TDengineGateway gateway =
                TDengineGateways.create(
                        Gateways.options(dead, endpoint()).transport(Transport.REST).build())) {
            for (int i = 0; i < 5; i++) {
                assertThat(Gateways.get(gateway.serverVersion())).isEqualTo("3.3.7.5");
            }
        }
        try (TDengineGateway gateway =
                TDengineGateways.create(Gateways.options(dead).transport(Transport.REST).build())) {
            ServiceException failure = Gateways.failure(gateway.serverVersion());
            assertThat(failure.code()).isEqualTo("ConnectFailed");
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        }
    }

    @Test
    void slowAnswersAndClosedGatewaysFail() throws Exception {
        answer = null;
        TDengineGateway gateway =
                TDengineGateways.create(
                        Gateways.options(endpoint())
                                .transport(Transport.REST)
                                .requestTimeout(Duration.ofMillis(300))
                                .build());
        assertThat(Gateways.failure(gateway.query("x")).code()).isEqualTo("Timeout");
        gateway.close();
        assertThat(Gateways.failure(gateway.query("x")).code()).isEqualTo("GatewayClosed");
    }

    @Test
    void whatRestCannotDoIsSaid() throws Exception {
        try (TDengineGateway gateway = gateway()) {
            for (var call :
                    List.of(
                            gateway.prepareInsert("insert into t values(?)"),
                            gateway.insertSchemaless(
                                    new SchemalessInsert(
                                            SchemalessInsert.Protocol.LINE, "", "m v=1", 0, null)),
                            gateway.subscribe(
                                    new TmqSubscription(
                                            "g", "c", List.of("t"), "latest", false, Map.of())))) {
                ServiceException failure = Gateways.failure(call);
                assertThat(failure.code()).isEqualTo("NotSupported");
                assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
                assertThat(failure.getMessage()).contains("WebSocket");
            }
        }
    }

    private static CompletableFuture<Void> readAll(QueryResult result) {
        return result.next()
                .thenCompose(
                        block ->
                                block.isPresent()
                                        ? readAll(result)
                                        : CompletableFuture.completedFuture(null));
    }

    private TDengineGateway gateway() {
        return TDengineGateways.create(
                Gateways.options(endpoint()).transport(Transport.REST).database("my db").build());
    }

    private String endpoint() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        if (answer == null) {
            return;
        }
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
