/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The watermarks of {@code SOURCE_WATERMARK()}: those of the records' system times, which do not
 * fall within a shard.
 *
 * @param idleTimeout after which a shard without records holds no watermark back, zero for never
 */
record SourceWatermarks(ReadableConfig options, Duration idleTimeout) {

    static SourceWatermarks of(ReadableConfig options, ReadableConfig session) {
        return new SourceWatermarks(
                options,
                options.getOptional(FactoryUtil.SOURCE_IDLE_TIMEOUT)
                        .orElseGet(
                                () ->
                                        session.get(
                                                ExecutionConfigOptions
                                                        .TABLE_EXEC_SOURCE_IDLE_TIMEOUT)));
    }

    WatermarkStrategy<RowData> strategy() {
        WatermarkStrategy<RowData> strategy = WatermarkStrategy.forMonotonousTimestamps();
        if (!idleTimeout.isZero()) {
            strategy = strategy.withIdleness(idleTimeout);
        }
        Optional<String> group = options.getOptional(FactoryUtil.WATERMARK_ALIGNMENT_GROUP);
        if (group.isPresent()) {
            strategy =
                    strategy.withWatermarkAlignment(
                            group.get(),
                            options.get(FactoryUtil.WATERMARK_ALIGNMENT_MAX_DRIFT),
                            options.get(FactoryUtil.WATERMARK_ALIGNMENT_UPDATE_INTERVAL));
        }
        return strategy;
    }
}
