/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import java.util.List;
import java.util.UUID;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** A topic of its own, tables on it, and what stands in it afterwards. */
final class WrittenTables {

    static final String PROJECT = "written";

    final String topic = "t_" + UUID.randomUUID().toString().replace('-', '_');
    final TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    private final LocalDataHub hub;

    WrittenTables(LocalDataHub hub) {
        this.hub = hub;
        sql.getConfig().set("parallelism.default", "1");
        sql.getConfig().set("table.local-time-zone", "UTC");
    }

    WrittenTables tuple(int shards, String... columns) {
        hub.createTopic(PROJECT, topic, shards, LocalDataHub.tuple(columns));
        return this;
    }

    WrittenTables blob(int shards) {
        hub.createBlobTopic(PROJECT, topic, shards);
        return this;
    }

    /** A table over the topic; options may be empty. */
    void table(String name, String columns, String options) {
        sql.executeSql(
                "CREATE TEMPORARY TABLE "
                        + name
                        + " ("
                        + columns
                        + ") WITH ('connector' = 'datahub', 'endpoint' = '"
                        + hub.endpoint()
                        + "', 'project' = '"
                        + PROJECT
                        + "', 'topic' = '"
                        + topic
                        + "', 'access-id' = '"
                        + hub.accessId()
                        + "', 'access-key-secret' = '"
                        + hub.accessKeySecret()
                        + "'"
                        + (options.isEmpty() ? "" : ", " + options)
                        + ")");
    }

    void run(String insert) throws Exception {
        sql.executeSql(insert).await();
    }

    List<StoredRecord> records() {
        return hub.records(PROJECT, topic);
    }

    List<List<String>> values() {
        return records().stream().map(StoredRecord::values).toList();
    }
}
