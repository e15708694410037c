/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements written for the vendor's connector run as they are. */
@Timeout(120)
class VendorTableITCase {

    private static final String COLUMNS =
            " (ts TIMESTAMP(3), `current` FLOAT, voltage INT, location STRING, group_id INT,"
                    + " tbname STRING) WITH ('connector' = 'tdengine-connector', ";

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private SqlTables sql;
    private String url;

    @BeforeEach
    void environment() {
        sql = SqlTables.streaming(SERVER);
        url =
                "'td.jdbc.url' = 'jdbc:TAOS-WS://"
                        + SERVER.endpoint()
                        + "/"
                        + SERVER.database()
                        + "?user=root&password=taosdata'";
    }

    @Test
    void aQueryIsReadAndWrittenToASuperTable() throws Exception {
        for (String table : new String[] {"meters", "sink_meters"}) {
            SERVER.execute(
                    "CREATE STABLE %db%."
                            + table
                            + " (ts TIMESTAMP, `current` FLOAT, voltage INT)"
                            + " TAGS (location VARCHAR(64), group_id INT)");
        }
        SERVER.execute(
                "INSERT INTO %db%.d1001 USING %db%.meters TAGS ('here', 2) VALUES"
                        + " (1700000000000, 10.5, 220) (1700000001000, NULL, 221)");
        sql.environment()
                .executeSql(
                        "CREATE TABLE meters"
                                + COLUMNS
                                + url
                                + ", 'td.jdbc.mode' = 'source', 'table-name' = 'meters',"
                                + " 'scan.query' = 'SELECT ts, `current`, voltage, location,"
                                + " group_id, tbname FROM `meters`')");
        sql.environment()
                .executeSql(
                        "CREATE TABLE sink_meters"
                                + COLUMNS
                                + url
                                + ", 'td.jdbc.mode' = 'sink', 'sink.db.name' = '"
                                + SERVER.database()
                                + "', 'sink.supertable.name' = 'sink_meters')");
        // two super tables of a database cannot have children of one name
        sql.environment()
                .executeSql(
                        "INSERT INTO sink_meters SELECT ts, `current`, voltage, location, group_id,"
                                + " CONCAT('sink_', tbname) FROM meters")
                .await();
        assertThat(
                        SERVER.query(
                                "SELECT ts, `current`, voltage, location, group_id, tbname FROM"
                                        + " %db%.sink_meters ORDER BY ts"))
                .hasToString(
                        "[[1700000000000, 10.5, 220, here, 2, sink_d1001],"
                                + " [1700000001000, null, 221, here, 2, sink_d1001]]");
        assertThat(sql.select("SELECT voltage FROM meters"))
                .containsExactlyInAnyOrder(Row.of(220), Row.of(221));
    }

    @Test
    void aNameThatIsDeclaredAsBinaryIsRefused() {
        sql.environment()
                .executeSql(
                        "CREATE TABLE binary_name (ts TIMESTAMP(3), v INT, tbname VARBINARY) WITH ("
                                + "'connector' = 'tdengine-connector', 'td.jdbc.mode' = 'sink', "
                                + url
                                + ", 'sink.supertable.name' = 'meters')");
        assertThatThrownBy(
                        () ->
                                sql.environment()
                                        .executeSql(
                                                "INSERT INTO binary_name VALUES (TIMESTAMP"
                                                        + " '2024-01-01 00:00:00', 1, X'61')")
                                        .await())
                .hasStackTraceContaining("declare it as STRING");
    }
}
