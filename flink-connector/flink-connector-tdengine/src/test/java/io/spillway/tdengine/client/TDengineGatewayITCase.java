/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpProxy;
import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.testing.ForwardingProxy;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.tdengine.testing.TestServer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server, in every precision, both ways, with every type. */
@Timeout(60)
class TDengineGatewayITCase {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String COLUMNS =
            "ts timestamp, b bool, t tinyint, s smallint, i int, l bigint, ut tinyint unsigned,"
                    + " us smallint unsigned, ui int unsigned, ul bigint unsigned, f float,"
                    + " d double, vc varchar(40), nc nchar(40), vb varbinary(40),"
                    + " g geometry(100), d64 decimal(10,2), d128 decimal(30,5), at timestamp";
    private static final String POINT = "0101000000000000000000f03f0000000000000040";

    @ParameterizedTest
    @EnumSource(TimestampPrecision.class)
    void everyTypeGoesThereAndBackAgain(TimestampPrecision precision) throws Exception {
        String database =
                SERVER.createDatabase(
                        "PRECISION '" + precision.symbol() + "' VGROUPS 2 KEEP 36500");
        long time = 1_700_000_000L * precision.perSecond() + 1;
        try (TDengineGateway gateway = gateway(Transport.WEBSOCKET, null)) {
            Gateways.get(
                    gateway.execute(
                            "create stable "
                                    + database
                                    + ".st("
                                    + COLUMNS
                                    + ") tags(gid int, loc nchar(20))"));
            // the timestamp neither first nor named so, which is where the vendor's driver fails
            PreparedInsert insert =
                    Gateways.get(
                            gateway.prepareInsert(
                                    "insert into "
                                            + database
                                            + ".st(tbname,gid,loc,d128,d64,g,vb,nc,vc,d,f,ul,ui,us,"
                                            + "ut,l,i,s,t,b,at,ts)"
                                            + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
            List<String> names = insert.fields().stream().map(BindField::name).toList();
            BindRows rows = insert.newRows();
            for (int table = 0; table < 2; table++) {
                rows.startTable("Child " + table);
                rows.setLong(names.indexOf("gid"), table);
                if (table == 0) {
                    text(rows, names.indexOf("loc"), "上海😀");
                }
                rows.startRow();
                rows.setLong(names.indexOf("ts"), time);
                rows.startRow();
                rows.setLong(names.indexOf("ts"), time + 1);
                fill(rows, names, time);
            }
            assertThat(Gateways.get(insert.insert(rows))).isEqualTo(4);
            Gateways.get(insert.close());

            for (Transport transport : List.of(Transport.WEBSOCKET, Transport.REST)) {
                try (TDengineGateway reading = gateway(transport, database)) {
                    List<List<String>> read =
                            rows(reading, "select * from st where gid = 0 order by ts");
                    assertThat(read).hasSize(2);
                    assertThat(read.get(0))
                            .startsWith(String.valueOf(time))
                            .endsWith("NULL", "0", "上海😀");
                    assertThat(read.get(0).subList(1, 19)).containsOnly("NULL");
                    assertThat(read.get(1))
                            .containsExactly(
                                    String.valueOf(time + 1),
                                    "1",
                                    "-128",
                                    "-32768",
                                    "-2147483648",
                                    "-9223372036854775808",
                                    "255",
                                    "65535",
                                    "4294967295",
                                    "18446744073709551615",
                                    "1.1",
                                    "-2.5E-300",
                                    "it's \"中\"",
                                    "é😀\\",
                                    "00ff10",
                                    POINT,
                                    "-12345678.90",
                                    "1234567890123456789012345.67891",
                                    String.valueOf(time - 7),
                                    "0",
                                    "上海😀");
                    assertThat(rows(reading, "select loc from st where gid = 1 limit 1"))
                            .containsExactly(List.of("NULL"));
                }
            }
        }
    }

    /** The server refuses texts of NCHAR if none of a table's has a byte. */
    @Test
    void emptyTextsAreNeitherMissingNorRefused() throws Exception {
        String database = SERVER.createDatabase("VGROUPS 1");
        try (TDengineGateway gateway = gateway(Transport.WEBSOCKET, database)) {
            Gateways.get(
                    gateway.execute(
                            "create stable texts(ts timestamp, nc nchar(8), vc varchar(8), vb"
                                    + " varbinary(8)) tags(tn nchar(8), tv varchar(8))"));
            PreparedInsert insert =
                    Gateways.get(
                            gateway.prepareInsert(
                                    "insert into texts(tbname,ts,nc,vc,vb,tn,tv)"
                                            + " values(?,?,?,?,?,?,?)"));
            BindRows rows = insert.newRows();
            for (String table : List.of("all_empty", "some_empty", "none")) {
                rows.startTable(table);
                for (int row = 0; row < 2; row++) {
                    rows.startRow();
                    rows.setLong(1, 1_700_000_000_000L + row);
                    for (int field = 2; field < 5 && !table.equals("none"); field++) {
                        text(rows, field, row == 1 && table.equals("some_empty") ? "x" : "");
                    }
                }
                if (!table.equals("none")) {
                    text(rows, 5, "");
                    text(rows, 6, "");
                }
            }
            assertThat(Gateways.get(insert.insert(rows))).isEqualTo(6);
            assertThat(rows(gateway, "select nc, vc, vb, tn, tv from all_empty"))
                    .hasSize(2)
                    .containsOnly(List.of("", "", "", "", ""));
            assertThat(rows(gateway, "select nc, vc, vb, tn, tv from some_empty order by ts"))
                    .containsExactly(List.of("", "", "", "", ""), List.of("x", "x", "78", "", ""));
            assertThat(rows(gateway, "select nc, vc, vb, tn, tv from `none`"))
                    .hasSize(2)
                    .containsOnly(List.of("NULL", "NULL", "NULL", "NULL", "NULL"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "REST"})
    void aMissingJsonTagIsNull(Transport transport) throws Exception {
        String database = SERVER.createDatabase("VGROUPS 1");
        try (TDengineGateway gateway = gateway(transport, database)) {
            Gateways.get(gateway.execute("create stable j(ts timestamp, v int) tags(t json)"));
            Gateways.get(
                    gateway.execute(
                            "insert into j1 using j tags(null) values(1700000000000, 1)"
                                    + " j2 using j tags('{\"k\":1}') values(1700000000000, 2)"));
            assertThat(rows(gateway, "select v, t from j order by v"))
                    .containsExactly(List.of("1", "NULL"), List.of("2", "{\"k\":1}"));
        }
    }

    @Test
    void jsonTagsAndManyBlocksAreRead() throws Exception {
        try (TDengineGateway gateway = gateway(Transport.WEBSOCKET, null)) {
            String many = SERVER.createDatabase("VGROUPS 1");
            Gateways.get(
                    gateway.execute(
                            "create stable " + many + ".j(ts timestamp, v int) tags(t json)"));
            Gateways.get(
                    gateway.execute(
                            "insert into "
                                    + many
                                    + ".j1 using "
                                    + many
                                    + ".j tags('{\"k\":\"v\",\"n\":1}')"
                                    + " values(1700000000000, 1)"));
            assertThat(rows(gateway, "select t from " + many + ".j").get(0).get(0).replace(" ", ""))
                    .isEqualTo("{\"k\":\"v\",\"n\":1}");

            Gateways.get(gateway.execute("create table " + many + ".t(ts timestamp, v int)"));
            PreparedInsert insert =
                    Gateways.get(gateway.prepareInsert("insert into " + many + ".t values(?,?)"));
            BindRows rows = insert.newRows();
            rows.startTable("t");
            for (int row = 0; row < 20_000; row++) {
                rows.startRow();
                rows.setLong(0, 1_700_000_000_000L + row);
                rows.setLong(1, row);
            }
            assertThat(Gateways.get(insert.insert(rows))).isEqualTo(20_000);
            List<List<String>> read = rows(gateway, "select v from " + many + ".t order by ts");
            assertThat(read).hasSize(20_000);
            for (int row = 0; row < 20_000; row++) {
                assertThat(read.get(row).get(0)).isEqualTo(String.valueOf(row));
            }
        }
    }

    @Test
    void linesOfEachProtocolAreStored() throws Exception {
        String database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 1");
        try (TDengineGateway gateway = gateway(Transport.WEBSOCKET, database)) {
            assertThat(
                            Gateways.get(
                                    gateway.insertSchemaless(
                                            new SchemalessInsert(
                                                    Protocol.LINE,
                                                    "ms",
                                                    "meters,loc=bj v=1.5 1700000000000\n"
                                                            + "meters,loc=sh v=2.5 1700000000001",
                                                    0,
                                                    null))))
                    .isEqualTo(2);
            Gateways.get(
                    gateway.insertSchemaless(
                            new SchemalessInsert(
                                    Protocol.TELNET, "s", "tel 1700000000 3.5 host=h", 0, null)));
            Gateways.get(
                    gateway.insertSchemaless(
                            new SchemalessInsert(
                                    Protocol.JSON,
                                    "s",
                                    "[{\"metric\":\"js\",\"timestamp\":1700000000,\"value\":4.5,"
                                            + "\"tags\":{\"id\":\"d\"}}]",
                                    0,
                                    null)));
            assertThat(rows(gateway, "select v from meters order by _ts"))
                    .containsExactly(List.of("1.5"), List.of("2.5"));
            assertThat(rows(gateway, "select _value from tel")).containsExactly(List.of("3.5"));
            assertThat(rows(gateway, "select _value from js")).containsExactly(List.of("4.5"));

            ServiceException failure =
                    Gateways.failure(
                            gateway.insertSchemaless(
                                    new SchemalessInsert(Protocol.LINE, "ms", "garbage", 0, null)));
            assertThat(failure.code()).isEqualTo("0x3002");
            assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        }
    }

    @ParameterizedTest
    @CsvSource({"WEBSOCKET", "REST"})
    void defectD4ErrorsKeepTheServersCodes(Transport transport) throws Exception {
        try (TDengineGateway gateway = gateway(transport, null)) {
            assertThat(Gateways.failure(gateway.query("selec 1")).code()).isEqualTo("0x2600");
            assertThat(Gateways.failure(gateway.execute("use nosuch")).code()).isEqualTo("0x0388");
            assertThat(Gateways.get(gateway.serverVersion())).startsWith("3.3.");
        }
    }

    @Test
    void wrongPasswordsAreRefused() throws Exception {
        for (Transport transport : List.of(Transport.WEBSOCKET, Transport.REST)) {
            try (TDengineGateway gateway =
                    TDengineGateways.create(
                            Gateways.options(SERVER.endpoint()).transport(transport).build())) {
                ServiceException failure = Gateways.failure(gateway.serverVersion());
                assertThat(failure.code()).isEqualTo("0x0357");
                assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            }
        }
    }

    /** Defect D3: what was in flight waited for the time limit of requests. */
    @Test
    void defectD3AnOutageFailsWhatIsInFlightAndIsOverAfterwards() throws Exception {
        String table = SERVER.database() + ".outage";
        SERVER.execute("create table " + table + "(ts timestamp, v int)");
        try (FragileLink link = new FragileLink(SERVER.endpoint());
                TDengineGateway gateway = TestServer.gateways(link.endpoint()).create()) {
            PreparedInsert insert =
                    Gateways.get(gateway.prepareInsert("insert into " + table + " values(?,?)"));
            BindRows rows = insert.newRows();
            rows.startTable("t");
            rows.startRow();
            rows.setLong(0, 1_700_000_000_000L);
            link.outage(Duration.ofSeconds(1));
            assertThat(Gateways.failure(insert.insert(rows)).code()).isEqualTo("ConnectionLost");
            assertThat(Gateways.failure(gateway.execute("use nosuch")).kind())
                    .isEqualTo(FailureKind.RETRYABLE);
            link.awaitBack();
            PreparedInsert again =
                    Gateways.get(gateway.prepareInsert("insert into " + table + " values(?,?)"));
            assertThat(Gateways.get(again.insert(rows))).isEqualTo(1);
        }
    }

    /**
     * The JDK's client, by which we go through proxies, does not tell of an end that comes while it
     * hands a message over.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndOfTheConnectionWhileAnAnswerIsLookedAtIsNoticed(boolean byProxy) throws Exception {
        String table = SERVER.database() + ".ends_" + byProxy;
        SERVER.execute("create table " + table + "(ts timestamp, v int)");
        try (FragileLink link = new FragileLink(SERVER.endpoint());
                ForwardingProxy proxy = new ForwardingProxy(null);
                TDengineGateway gateway =
                        TDengineGateways.create(
                                TDengineGatewayOptions.builder()
                                        .endpoints(List.of(link.endpoint()))
                                        .user(TestServer.USER)
                                        .password(Secret.of(TestServer.PASSWORD))
                                        .proxy(byProxy ? HttpProxy.of(proxy.address()) : null)
                                        .build())) {
            PreparedInsert insert =
                    Gateways.get(gateway.prepareInsert("insert into " + table + " values(?,?)"));
            BindRows rows = insert.newRows();
            rows.startTable("ends");
            rows.startRow();
            rows.setLong(0, 1_700_000_000_000L);
            Gateways.get(
                    insert.insert(rows)
                            .thenRun(
                                    () -> {
                                        link.outage(Duration.ofSeconds(1));
                                        // as long as it takes to be read meanwhile
                                        LockSupport.parkNanos(500_000_000L);
                                    }));

            assertThat(Gateways.failure(insert.insert(rows)).code()).isEqualTo("ConnectionLost");
        }
    }

    private static void fill(BindRows rows, List<String> names, long time) {
        rows.setLong(names.indexOf("b"), 1);
        rows.setLong(names.indexOf("t"), Byte.MIN_VALUE);
        rows.setLong(names.indexOf("s"), Short.MIN_VALUE);
        rows.setLong(names.indexOf("i"), Integer.MIN_VALUE);
        rows.setLong(names.indexOf("l"), Long.MIN_VALUE);
        rows.setLong(names.indexOf("ut"), 255);
        rows.setLong(names.indexOf("us"), 65535);
        rows.setLong(names.indexOf("ui"), 4294967295L);
        rows.setLong(names.indexOf("ul"), -1);
        rows.setDouble(names.indexOf("f"), 1.1);
        rows.setDouble(names.indexOf("d"), -2.5e-300);
        text(rows, names.indexOf("vc"), "it's \"中\"");
        text(rows, names.indexOf("nc"), "é😀\\");
        rows.setBytes(names.indexOf("vb"), new byte[] {0, -1, 16}, 0, 3);
        byte[] point = HexFormat.of().parseHex(POINT);
        rows.setBytes(names.indexOf("g"), point, 0, point.length);
        rows.setDecimal(names.indexOf("d64"), new BigDecimal("-12345678.9"));
        rows.setDecimal(names.indexOf("d128"), new BigDecimal("1234567890123456789012345.67891"));
        rows.setLong(names.indexOf("at"), time - 7);
    }

    private static void text(BindRows rows, int field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        rows.setBytes(field, bytes, 0, bytes.length);
    }

    private static List<List<String>> rows(TDengineGateway gateway, String sql) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (QueryResult result = Gateways.get(gateway.query(sql))) {
            for (Optional<DataBlock> next = Gateways.get(result.next());
                    next.isPresent();
                    next = Gateways.get(result.next())) {
                for (int row = 0; row < next.get().rows(); row++) {
                    rows.add(Cells.row(next.get(), row));
                }
            }
        }
        return rows;
    }

    private static TDengineGateway gateway(Transport transport, String database) {
        return TDengineGateways.create(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(SERVER.endpoint()))
                        .user(TestServer.USER)
                        .password(Secret.of(TestServer.PASSWORD))
                        .database(database)
                        .transport(transport)
                        .build());
    }
}
