/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.tdengine.engine.TaosException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a consumer wants to consume.
 *
 * @param reset what to do without a committed offset
 * @param minPollRows rows after which a message is full
 * @param batchMeta whether changes of schema that follow each other share a message
 */
record ConsumerConfig(
        String group,
        String clientId,
        Reset reset,
        int minPollRows,
        Duration maxPollInterval,
        Duration sessionTimeout,
        boolean batchMeta) {

    private static final Map<String, String> FIELDS =
            Map.of(
                    "group_id", "group.id",
                    "client_id", "client.id",
                    "snapshot_enable", "experimental.snapshot.enable",
                    "enable_batch_meta", "msg.enable.batchmeta",
                    "session_timeout_ms", "session.timeout.ms",
                    "max_poll_interval_ms", "max.poll.interval.ms",
                    "with_table_name", "msg.with.table.name",
                    "msg_consume_excluded", "msg.consume.excluded",
                    "auto_commit_interval_ms", "auto.commit.interval.ms");

    /** Where to begin without a committed offset. */
    enum Reset {
        EARLIEST,
        LATEST,
        NONE
    }

    /**
     * Reads the arguments of a subscribe.
     *
     * @throws TaosException as the client library refuses keys and values
     */
    static ConsumerConfig parse(JsonNode args) throws TaosException {
        Map<String, String> values = new HashMap<>();
        FIELDS.forEach((field, key) -> putText(values, key, args.path(field).asText("")));
        putText(values, "auto.offset.reset", args.path("offset_rest").asText(""));
        putText(values, "auto.offset.reset", args.path("offset_reset").asText(""));
        args.path("config")
                .fields()
                .forEachRemaining(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        ConsumerConfig config =
                new ConsumerConfig("", "", Reset.LATEST, 4096, minutes(5), seconds(12), false);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            config = config.with(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
        }
        if (config.group.isEmpty()) {
            throw TmqErrors.adapter("Invalid parameters");
        }
        return config;
    }

    private static void putText(Map<String, String> values, String key, String value) {
        if (!value.isEmpty()) {
            values.put(key, value);
        }
    }

    private ConsumerConfig with(String key, String value) throws TaosException {
        switch (key) {
            case "group.id":
                if (value.indexOf(':') >= 0) {
                    throw invalid();
                }
                return copy(value, clientId, reset, minPollRows, maxPollInterval, batchMeta);
            case "client.id":
                return copy(group, value, reset, minPollRows, maxPollInterval, batchMeta);
            case "auto.offset.reset":
                Reset parsed = reset(value);
                return copy(group, clientId, parsed, minPollRows, maxPollInterval, batchMeta);
            case "min.poll.rows":
                int rows = (int) number(value, 1, Integer.MAX_VALUE);
                return copy(group, clientId, reset, rows, maxPollInterval, batchMeta);
            case "max.poll.interval.ms":
                Duration interval = Duration.ofMillis(number(value, 1000, Integer.MAX_VALUE));
                return copy(group, clientId, reset, minPollRows, interval, batchMeta);
            case "msg.enable.batchmeta":
                boolean batch = value.matches("-?0*[1-9]\\d*");
                return copy(group, clientId, reset, minPollRows, maxPollInterval, batch);
            default:
                check(key, value);
                return this;
        }
    }

    /** Refuses what the library refuses; what changes nothing here is taken and forgotten. */
    private static void check(String key, String value) throws TaosException {
        switch (key) {
            case "session.timeout.ms" -> number(value, 6_000, 1_800_000);
            case "heartbeat.interval.ms" -> number(value, 1_000, 1_800_000);
            case "fetch.max.wait.ms" -> number(value, 1, Integer.MAX_VALUE);
            case "auto.commit.interval.ms" -> number(value, 0, Long.MAX_VALUE);
            case "enable.auto.commit", "msg.with.table.name" -> bool(value);
            case "experimental.snapshot.enable", "enable.replay" -> {
                if (bool(value)) {
                    throw TmqErrors.adapter(key + " is not covered by the local TDengine");
                }
            }
            case "msg.consume.rawdata" -> {
                if (!value.equals("0")) {
                    throw TmqErrors.adapter(key + " is not covered by the local TDengine");
                }
            }
            case "msg.consume.excluded",
                    "td.connect.user",
                    "td.connect.pass",
                    "td.connect.ip",
                    "td.connect.port",
                    "td.connect.db" -> {}
            default -> throw new TaosException(0xfffe, "Unknown error 65534");
        }
    }

    private ConsumerConfig copy(
            String newGroup,
            String newClientId,
            Reset newReset,
            int newMinPollRows,
            Duration newMaxPollInterval,
            boolean newBatchMeta) {
        return new ConsumerConfig(
                newGroup,
                newClientId,
                newReset,
                newMinPollRows,
                newMaxPollInterval,
                sessionTimeout,
                newBatchMeta);
    }

    private static Reset reset(String value) throws TaosException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "earliest" -> Reset.EARLIEST;
            case "latest" -> Reset.LATEST;
            case "none" -> Reset.NONE;
            default -> throw invalid();
        };
    }

    private static boolean bool(String value) throws TaosException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid();
        };
    }

    private static long number(String value, long least, long most) throws TaosException {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static TaosException invalid() {
        return TmqErrors.adapter("fail");
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
