/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static io.spillway.tdengine.table.TDengineScanOptions.*;

import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.TDengineScanSourceBuilder;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;

/** What the options of a table say about reading what it holds. */
final class ScanSettings {

    private static final DateTimeFormatter LOCAL_TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd[ HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendPattern("]")
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                    .toFormatter()
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final Map<String, ConfigOption<?>> BUILDER_NAMES =
            Map.of(
                    "The split interval", SCAN_SPLIT_INTERVAL,
                    "The tables of a split", SCAN_SPLIT_MAX_TABLES,
                    "the scan's start", SCAN_TIME_START,
                    "its end", SCAN_TIME_END);

    private final TDengineTableConfig config;

    ScanSettings(TDengineTableConfig config) {
        this.config = config;
    }

    /**
     * What is read.
     *
     * @throws ValidationException naming the option, the value and the mend
     */
    ScanTarget target() {
        String query = config.options().get(SCAN_QUERY);
        Instant from = time(SCAN_TIME_START);
        Instant to = time(SCAN_TIME_END);
        if (query != null) {
            if (from != null || to != null) {
                throw new ValidationException(
                        "'scan.time.start' and 'scan.time.end' are for tables, but 'scan.query' is"
                                + " set; write the times into the query.");
            }
            return ScanTarget.query(query);
        }
        String purpose = "reading a table";
        return TDengineTableConfig.checked(
                BUILDER_NAMES,
                () ->
                        ScanTarget.table(
                                        config.required(TDengineConnectorOptions.DATABASE, purpose),
                                        config.required(
                                                TDengineConnectorOptions.TABLE_NAME, purpose))
                                .within(from, to));
    }

    TDengineScanSource<RowData> source(
            ScanTarget target,
            TDengineDeserializationSchema<RowData> deserializer,
            long limit,
            @Nullable String boundaryTopic) {
        return TDengineTableConfig.checked(
                BUILDER_NAMES,
                () -> {
                    TDengineScanSourceBuilder<RowData> builder =
                            TDengineScanSource.<RowData>builder()
                                    .setGatewayFactory(config.gateways())
                                    .setTarget(target)
                                    .setDeserializer(deserializer)
                                    .setSplitTables(config.options().get(SCAN_SPLIT_MAX_TABLES))
                                    .setLimit(limit)
                                    .setBoundaryTopic(boundaryTopic)
                                    .setErrorPolicy(config.errors());
                    config.options()
                            .getOptional(SCAN_SPLIT_INTERVAL)
                            .ifPresent(builder::setSplitInterval);
                    return builder.build();
                });
    }

    @Nullable
    private Instant time(ConfigOption<String> option) {
        String text = config.options().get(option);
        if (text == null) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text.trim())
                    : LocalDateTime.parse(text.trim(), LOCAL_TIME)
                            .atZone(config.zone())
                            .toInstant();
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "'"
                            + option.key()
                            + "' is '"
                            + text
                            + "', which is no time; write it as 2024-01-31 23:59:59 or"
                            + " 2024-01-31T23:59:59Z.",
                    e);
        }
    }
}
