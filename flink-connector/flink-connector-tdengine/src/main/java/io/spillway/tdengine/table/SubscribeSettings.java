/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static io.spillway.tdengine.table.TDengineConnectorOptions.DATABASE;
import static io.spillway.tdengine.table.TDengineConnectorOptions.TABLE_NAME;
import static io.spillway.tdengine.table.TDengineScanOptions.*;

import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.source.tmq.TDengineTmqSourceBuilder;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.table.TDengineScanOptions.BoundedMode;
import io.spillway.tdengine.table.TDengineScanOptions.StartupMode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** What the options of a table say about its subscription. */
final class SubscribeSettings {

    private static final String PURPOSE = "'scan.mode' = 'subscribe'";

    private static final Pattern VGROUP_OFFSET =
            Pattern.compile("\\s*vgroup\\s*:\\s*(\\d{1,9})\\s*,\\s*offset\\s*:\\s*(\\d{1,18})\\s*");

    private final TDengineTableConfig config;
    private final ReadableConfig options;

    SubscribeSettings(TDengineTableConfig config) {
        this.config = config;
        this.options = config.options();
    }

    String topic() {
        return config.required(TOPIC, PURPOSE);
    }

    /** Whether the job begins with what the table holds. */
    boolean beginsWithTable() {
        boolean initial = options.get(SCAN_STARTUP_MODE) == StartupMode.INITIAL;
        if (initial && options.get(SCAN_BOUNDED_MODE) != BoundedMode.UNBOUNDED) {
            throw new ValidationException(
                    "'scan.bounded.mode' = '"
                            + options.get(SCAN_BOUNDED_MODE)
                            + "' cannot stand beside 'scan.startup.mode' = 'initial'; to read what"
                            + " the table holds and end, set 'scan.mode' = 'query'.");
        }
        return initial;
    }

    /**
     * Where to begin; the earliest if the job begins with the table.
     *
     * @throws ValidationException naming the option, the value and the mend
     */
    StartingOffsets start() {
        StartupMode mode = options.get(SCAN_STARTUP_MODE);
        if (mode != StartupMode.SPECIFIC_OFFSETS
                && options.getOptional(SCAN_STARTUP_SPECIFIC_OFFSETS).isPresent()) {
            throw new ValidationException(
                    "'scan.startup.specific-offsets' is set, but the job would start at "
                            + mode
                            + "; set 'scan.startup.mode' = 'specific-offsets'.");
        }
        return switch (mode) {
            case INITIAL, EARLIEST -> StartingOffsets.earliest();
            case LATEST -> StartingOffsets.latest();
            case COMMITTED -> StartingOffsets.committed(StartingOffsets.earliest());
            case COMMITTED_OR_LATEST -> StartingOffsets.committed(StartingOffsets.latest());
            case SPECIFIC_OFFSETS -> StartingOffsets.specific(specificOffsets());
        };
    }

    /**
     * The tags of the rows of a topic that comes without.
     *
     * @param rowType the columns asked for
     * @return null if no super table is named
     */
    @Nullable
    TopicTags tags(RowType rowType) {
        String database = options.get(DATABASE);
        String table = options.get(TABLE_NAME);
        return database == null || table == null
                ? null
                : new TopicTags(config.gateways(), database, table, rowType, config.zone());
    }

    TDengineTmqSource<RowData> source(
            StartingOffsets start,
            TDengineDeserializationSchema<RowData> deserializer,
            boolean withMeta) {
        return TDengineTableConfig.checked(
                () -> {
                    TDengineTmqSourceBuilder<RowData> builder =
                            TDengineTmqSource.<RowData>builder()
                                    .setGatewayFactory(config.gateways())
                                    .setTopic(topic())
                                    .setGroupId(config.required(GROUP_ID, PURPOSE))
                                    .setClientIdPrefix(options.get(CLIENT_ID))
                                    .setDeserializer(deserializer)
                                    .setStartingOffsets(start)
                                    .setMetaMessages(withMeta)
                                    .setOnDataLoss(options.get(SCAN_ON_DATA_LOSS))
                                    .setErrorHandling(
                                            config.errors().handling(), config.errors().letters())
                                    .setCommitOffsets(options.get(SCAN_COMMIT_OFFSETS))
                                    .setAssignmentTimeout(options.get(SCAN_ASSIGNMENT_TIMEOUT))
                                    .setPollTimeout(options.get(SCAN_POLL_TIMEOUT));
                    options.get(PROPERTIES).forEach(builder::setConsumerProperty);
                    if (options.get(SCAN_BOUNDED_MODE) == BoundedMode.LATEST) {
                        builder.setBounded();
                    }
                    return builder.build();
                });
    }

    private Map<Integer, Long> specificOffsets() {
        String text =
                config.required(
                        SCAN_STARTUP_SPECIFIC_OFFSETS, "'scan.startup.mode' = 'specific-offsets'");
        Map<Integer, Long> offsets = new HashMap<>();
        for (String part : text.split(";")) {
            Matcher matcher = VGROUP_OFFSET.matcher(part);
            if (!matcher.matches()
                    || offsets.put(
                                    Integer.parseInt(matcher.group(1)),
                                    Long.parseLong(matcher.group(2)))
                            != null) {
                throw new ValidationException(
                        "'scan.startup.specific-offsets' = '"
                                + text
                                + "' is not understood at '"
                                + part.trim()
                                + "'; write each vgroup once, as"
                                + " vgroup:2,offset:42;vgroup:3,offset:300.");
            }
        }
        return offsets;
    }
}
