/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.stack;

import io.spillway.examples.demo.table.SourceTable;
import io.spillway.local.postgres.LocalPostgres;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** The configuration of the Debezium connector. */
@Internal
final class DebeziumSettings {

    private DebeziumSettings() {}

    static Map<String, String> of(LocalPostgres postgres, String topicPrefix) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("database.hostname", postgres.host());
        settings.put("database.port", Integer.toString(postgres.port()));
        settings.put("database.user", postgres.user());
        settings.put("database.password", postgres.password());
        settings.put("database.dbname", postgres.database());
        settings.put("topic.prefix", topicPrefix);
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", "spillway_demo");
        settings.put("publication.name", "spillway_demo");
        settings.put("publication.autocreate.mode", "filtered");
        settings.put(
                "table.include.list",
                SourceTable.all().stream()
                        .map(table -> "public." + table.name())
                        .collect(Collectors.joining(",")));
        // The tables are empty: all there is to know comes from the log.
        settings.put("snapshot.mode", "no_data");
        settings.put("tombstones.on.delete", "true");
        // JSON without schemas cannot carry Debezium's own forms of these.
        settings.put("decimal.handling.mode", "string");
        settings.put("time.precision.mode", "isostring");
        settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("key.converter.schemas.enable", "false");
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("value.converter.schemas.enable", "false");
        settings.put("poll.interval.ms", "50");
        return settings;
    }
}
