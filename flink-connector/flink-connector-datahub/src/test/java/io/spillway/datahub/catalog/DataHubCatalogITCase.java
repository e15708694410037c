/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalog by SQL, against a local DataHub. */
class DataHubCatalogITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private TableEnvironment sql;
    private String project;

    @BeforeEach
    void createCatalog() {
        sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        project = "p" + UUID.randomUUID().toString().substring(0, 8);
        hub().createProject(project);
        sql.executeSql(
                "CREATE CATALOG dh WITH ('type' = 'datahub', 'endpoint' = '"
                        + hub().endpoint()
                        + "', 'access-id' = '"
                        + hub().accessId()
                        + "', 'access-key-secret' = '"
                        + hub().accessKeySecret()
                        + "', 'default-database' = '"
                        + project
                        + "', 'scan.bounded.mode' = 'latest', 'sink.flush-interval' = '20 ms')");
        sql.executeSql("USE CATALOG dh");
    }

    @Test
    void topicsAreReadAndWrittenWithoutAnyDdl() throws Exception {
        hub().createTopic(project, "orders", 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        hub().createBlobTopic(project, "raw_bytes", 1);
        assertThat(select("SHOW TABLES"))
                .containsExactlyInAnyOrder(Row.of("orders"), Row.of("raw_bytes"));
        sql.executeSql("INSERT INTO orders VALUES (1, 'one'), (2, 'two')").await();
        sql.executeSql("INSERT INTO raw_bytes VALUES (ENCODE('bytes', 'UTF-8'))").await();

        assertThat(select("SELECT id, name FROM orders WHERE id > 0"))
                .containsExactlyInAnyOrder(Row.of(1L, "one"), Row.of(2L, "two"));
        assertThat(hub().records(project, "raw_bytes"))
                .extracting(StoredRecord::values)
                .containsExactly(List.of("bytes"));
    }

    @Test
    void aTableThatIsCreatedIsATopicWithItsColumns() throws Exception {
        sql.executeSql(
                "CREATE TABLE t (id BIGINT NOT NULL COMMENT 'the key', amount DECIMAL(38, 18), "
                        + "at_ TIMESTAMP(6), ok BOOLEAN) COMMENT 'some table' "
                        + "WITH ('topic.shards' = '3', 'topic.lifecycle-days' = '2')");
        assertThat(select("DESCRIBE t"))
                .extracting(row -> row.getField(0) + " " + row.getField(1) + " " + row.getField(2))
                .containsExactly(
                        "id BIGINT false",
                        "amount DECIMAL(38, 18) true",
                        "at_ TIMESTAMP(6) true",
                        "ok BOOLEAN true");
        assertThat(select("SHOW CREATE TABLE t").get(0).getField(0).toString())
                .contains("COMMENT 'some table'");
        sql.executeSql(
                        "INSERT INTO t /*+ OPTIONS('sink.hash-fields' = 'id') */ "
                                + "VALUES (7, 1.5, TIMESTAMP '1970-01-01 00:00:01', TRUE)")
                .await();
        assertThat(hub().records(project, "t"))
                .extracting(StoredRecord::values)
                .containsExactly(List.of("7", "1.500000000000000000", "1000000", "true"));

        sql.executeSql("CREATE TABLE IF NOT EXISTS t (id BIGINT)");
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE t (id BIGINT)"))
                .hasStackTraceContaining("already exist");
        sql.executeSql("DROP TABLE t");
        assertThat(select("SHOW TABLES")).isEmpty();
        sql.executeSql("DROP TABLE IF EXISTS t");
        assertThatThrownBy(() -> sql.executeSql("DROP TABLE t")).hasMessageContaining("not exist");
    }

    @Test
    void columnsAndACommentCanBeAddedButNothingTakenAway() throws Exception {
        sql.executeSql("CREATE TABLE t (id BIGINT NOT NULL)");
        sql.executeSql("ALTER TABLE t ADD (name STRING)");
        assertThat(select("DESCRIBE t")).extracting(row -> row.getField(0)).contains("id", "name");
        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE t DROP (id)"))
                .hasStackTraceContaining("column 'id' must stay");
        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE t RENAME TO u"))
                .hasStackTraceContaining("cannot be renamed");
    }

    @Test
    void projectsAreDatabases() throws Exception {
        String other = project + "x";
        sql.executeSql("CREATE DATABASE " + other + " COMMENT 'another'");
        assertThat(select("SHOW DATABASES")).contains(Row.of(project), Row.of(other));
        assertThat(catalog().getDatabase(other).getComment()).isEqualTo("another");
        sql.executeSql("CREATE TABLE " + other + ".t (id BIGINT)");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE " + other))
                .hasStackTraceContaining("is not empty");
        sql.executeSql("DROP DATABASE " + other + " CASCADE");
        assertThat(catalog().databaseExists(other)).isFalse();
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE " + other + ".t (id BIGINT)"))
                .hasStackTraceContaining(other);
    }

    @Test
    void whatATopicCannotKeepIsRefused() {
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE t (a BIGINT, b ARRAY<BIGINT>)"))
                .hasStackTraceContaining("no column of a topic holds ARRAY<BIGINT>");
        assertThatThrownBy(
                        () ->
                                sql.executeSql(
                                        "CREATE TABLE t (a BIGINT, PRIMARY KEY (a) NOT ENFORCED)"))
                .hasStackTraceContaining("a topic has no PRIMARY KEY");
        assertThatThrownBy(
                        () ->
                                sql.executeSql(
                                        "CREATE TABLE t (a BIGINT) WITH ('sink.changelog' = 'dts')"))
                .hasStackTraceContaining("option 'sink.changelog' cannot be kept by a topic");
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE t (`Upper` BIGINT)"))
                .hasStackTraceContaining("name 'Upper' is not");
        assertThatThrownBy(
                        () ->
                                sql.executeSql(
                                        "CREATE TABLE t (a BIGINT) "
                                                + "WITH ('topic.lifecycle-days' = '8')"))
                .hasStackTraceContaining("'topic.lifecycle-days' must be from 1 to 7, is 8");
    }

    @Test
    void noTablePlanOrFailurePrintsTheSecret() throws Exception {
        hub().createTopic(project, "orders", 1, LocalDataHub.tuple("id:BIGINT"));
        String secret = hub().accessKeySecret();
        List<String> printed = new ArrayList<>();
        for (String statement :
                List.of(
                        "SHOW CREATE TABLE orders",
                        "EXPLAIN SELECT * FROM orders",
                        "EXPLAIN INSERT INTO orders SELECT * FROM orders")) {
            printed.add(select(statement).toString());
        }
        printed.add(catalog().toString());
        printed.add(
                catalog()
                        .getTable(new org.apache.flink.table.catalog.ObjectPath(project, "orders"))
                        .getOptions()
                        .toString());
        sql.executeSql(
                "CREATE CATALOG wrong WITH ('type' = 'datahub', 'endpoint' = '"
                        + hub().endpoint()
                        + "', 'access-id' = 'nobody', 'access-key-secret' = '"
                        + secret
                        + "x')");
        try {
            select("SHOW TABLES FROM wrong." + project);
            printed.add("no failure");
        } catch (Exception e) {
            printed.add(ExceptionUtils.stringifyException(e));
        }
        assertThat(printed).noneMatch(text -> text.contains(secret)).doesNotContain("no failure");
    }

    private Catalog catalog() {
        return sql.getCatalog("dh").orElseThrow();
    }

    private static LocalDataHub hub() {
        return DATAHUB.hub();
    }

    private List<Row> select(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }
}
