/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static io.spillway.datahub.table.DataHubScanOptions.*;
import static io.spillway.datahub.table.DataHubSubscriptionOptions.*;

import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.config.SubscriptionConfig.OnEvent;
import io.spillway.datahub.source.config.SubscriptionConfig.Uncommitted;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** What the options of a table say about where to begin and where to end reading. */
final class ScanSettings {

    private static final Pattern SHARD_OFFSET =
            Pattern.compile("\\s*shard\\s*:\\s*(\\d+)\\s*,\\s*sequence\\s*:\\s*(\\d{1,18})\\s*");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .withResolverStyle(ResolverStyle.STRICT);

    private final ReadableConfig options;
    private final String sessionTimeZone;

    /**
     * @param sessionTimeZone for times, where the table does not name a zone
     */
    ScanSettings(ReadableConfig options, String sessionTimeZone) {
        this.options = options;
        this.sessionTimeZone = sessionTimeZone;
    }

    /**
     * @throws ValidationException naming the option, the value and the mend
     */
    StartingPosition start() {
        StartupMode mode = startupMode();
        if (mode != StartupMode.SPECIFIC_OFFSETS && isSet(SCAN_STARTUP_SPECIFIC_OFFSETS)) {
            throw new ValidationException(
                    "'scan.startup.specific-offsets' is set, but the job would start at "
                            + mode
                            + "; set 'scan.startup.mode' = 'specific-offsets'.");
        }
        return switch (mode) {
            case EARLIEST -> StartingPosition.earliest();
            case LATEST -> StartingPosition.latest();
            case TIMESTAMP ->
                    StartingPosition.timestamp(
                            startTime()
                                    .orElseThrow(
                                            () ->
                                                    new ValidationException(
                                                            "'scan.startup.mode' = 'timestamp' needs"
                                                                    + " 'scan.startup.timestamp-millis'"
                                                                    + " or 'scan.startup.time'; add"
                                                                    + " one.")));
            case SPECIFIC_OFFSETS -> StartingPosition.specific(specificOffsets());
            case SUBSCRIPTION -> {
                if (!isSet(SUBSCRIPTION_ID)) {
                    throw new ValidationException(
                            "'scan.startup.mode' = 'subscription' needs 'subscription-id'; add it.");
                }
                yield StartingPosition.subscription();
            }
        };
    }

    /**
     * Where to stop, null for never.
     *
     * @throws ValidationException naming the option, the value and the mend
     */
    @Nullable
    StoppingPosition stop() {
        Optional<Long> time =
                timeOf(SCAN_BOUNDED_TIMESTAMP_MILLIS).or(() -> timeOfText(SCAN_BOUNDED_TIME));
        BoundedMode mode =
                options.getOptional(SCAN_BOUNDED_MODE)
                        .orElse(time.isPresent() ? BoundedMode.TIMESTAMP : BoundedMode.UNBOUNDED);
        return switch (mode) {
            case UNBOUNDED -> null;
            case LATEST -> StoppingPosition.latest();
            case TIMESTAMP ->
                    StoppingPosition.timestamp(
                            time.orElseThrow(
                                    () ->
                                            new ValidationException(
                                                    "'scan.bounded.mode' = 'timestamp' needs"
                                                            + " 'scan.bounded.timestamp-millis' or"
                                                            + " 'scan.bounded.time'; add one.")));
        };
    }

    /** The subscription, null without one. */
    @Nullable
    SubscriptionConfig subscription() {
        if (!isSet(SUBSCRIPTION_ID)) {
            return null;
        }
        return new SubscriptionConfig(
                options.get(SUBSCRIPTION_ID),
                options.get(SCAN_SUBSCRIPTION_UNCOMMITTED) == UncommittedStart.LATEST
                        ? Uncommitted.LATEST
                        : Uncommitted.EARLIEST,
                event(SCAN_SUBSCRIPTION_ON_SESSION_LOST),
                event(SCAN_SUBSCRIPTION_ON_RESET),
                event(SCAN_SUBSCRIPTION_ON_OFFLINE),
                event(SCAN_SUBSCRIPTION_ON_COMMIT_FAILURE));
    }

    /** Records of a shard read at once, as far as both options allow. */
    int fetchSize() {
        int fetch = options.get(SCAN_FETCH_MAX_ROWS);
        Integer buffer = options.get(SCAN_BUFFER_MAX_ROWS);
        if (buffer != null && buffer < 1) {
            throw new ValidationException(
                    "'scan.buffer.max-rows' must be at least 1, is " + buffer + "; raise it.");
        }
        return buffer == null ? fetch : Math.min(fetch, buffer);
    }

    private StartupMode startupMode() {
        return options.getOptional(SCAN_STARTUP_MODE)
                .orElseGet(
                        () -> {
                            if (startTime().isPresent()) {
                                return StartupMode.TIMESTAMP;
                            }
                            return isSet(SUBSCRIPTION_ID)
                                    ? StartupMode.SUBSCRIPTION
                                    : StartupMode.EARLIEST;
                        });
    }

    private Optional<Long> startTime() {
        return timeOf(SCAN_STARTUP_TIMESTAMP_MILLIS).or(() -> timeOfText(SCAN_STARTUP_TIME));
    }

    /** Anything below 0 is taken for not set: -1 is written down as a default. */
    private Optional<Long> timeOf(ConfigOption<Long> option) {
        return options.getOptional(option).filter(millis -> millis >= 0);
    }

    private Optional<Long> timeOfText(ConfigOption<String> option) {
        Optional<String> text = options.getOptional(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.parse(text.get().trim(), TIME);
            return Optional.of(time.atZone(zone()).toInstant().toEpochMilli());
        } catch (java.time.format.DateTimeParseException e) {
            throw new ValidationException(
                    "'"
                            + option.key()
                            + "' = '"
                            + text.get()
                            + "' is not a time; write it as 2024-01-31 23:59:59.",
                    e);
        }
    }

    private ZoneId zone() {
        String zone = options.getOptional(TIME_ZONE).orElse(sessionTimeZone);
        if (zone.equals("default")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "'time-zone' = '"
                            + zone
                            + "' is not a time zone; write it as Asia/Shanghai or GMT+08:00.",
                    e);
        }
    }

    private Map<String, Long> specificOffsets() {
        String text = options.get(SCAN_STARTUP_SPECIFIC_OFFSETS);
        if (text == null || text.isBlank()) {
            throw new ValidationException(
                    "'scan.startup.mode' = 'specific-offsets' needs"
                            + " 'scan.startup.specific-offsets'; add it.");
        }
        Map<String, Long> sequences = new HashMap<>();
        for (String part : text.split(";")) {
            Matcher matcher = SHARD_OFFSET.matcher(part);
            if (!matcher.matches()
                    || sequences.put(matcher.group(1), Long.parseLong(matcher.group(2))) != null) {
                throw new ValidationException(
                        "'scan.startup.specific-offsets' = '"
                                + text
                                + "' is not understood at '"
                                + part.trim()
                                + "'; write each shard once, as"
                                + " shard:0,sequence:42;shard:1,sequence:300.");
            }
        }
        return sequences;
    }

    private boolean isSet(ConfigOption<String> option) {
        return options.getOptional(option).filter(value -> !value.isBlank()).isPresent();
    }

    private OnEvent event(ConfigOption<OnSubscriptionEvent> option) {
        return options.get(option) == OnSubscriptionEvent.FAIL ? OnEvent.FAIL : OnEvent.CONTINUE;
    }
}
