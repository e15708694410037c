/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import io.spillway.datahub.source.metrics.SourceMetric;
import io.spillway.datahub.table.DataHubScanOptions.LengthCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.annotation.Nullable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how many columns records have. Columns are appended to a topic, never moved or removed,
 * so records from before are shorter; one that is longer than the topic was known to be has the
 * topic looked up again, beside the reading, as it may also have been created anew with other
 * columns. Task thread only.
 */
final class ColumnCounts {

    private static final Logger LOG = LoggerFactory.getLogger(ColumnCounts.class);

    private final TopicAccess access;
    private final LengthCheck check;
    private final Counter skipped;
    private final int expected;
    private List<RecordSchema.Field> known;
    private int lookedUpFor;
    private boolean skipLogged;
    @Nullable private CompletableFuture<TopicDescription> lookup;

    ColumnCounts(TopicAccess access, RecordSchema schema, LengthCheck check, MetricGroup metrics) {
        this.access = access;
        this.check = check;
        this.known = schema.fields();
        this.expected = known.size();
        this.lookedUpFor = expected;
        this.skipped = metrics.counter(SourceMetric.NUM_RECORDS_SKIPPED.metricName());
    }

    /**
     * Whether a record is to be passed over.
     *
     * @param count its number of columns
     * @throws UndecodableRecordException if it is to be handled as one that cannot be decoded
     * @throws IOException if the topic was found to be another one now
     */
    boolean skips(DataHubRecord record, int count) throws IOException {
        if (lookup != null && lookup.isDone()) {
            takeIn(lookup);
            lookup = null;
        }
        if (count == expected) {
            return false;
        }
        if (count > lookedUpFor && lookup == null) {
            lookedUpFor = count;
            lookup = access.describeLater();
        }
        boolean skip = check == LengthCheck.SKIP || (check == LengthCheck.NONE && count < expected);
        if (check == LengthCheck.EXCEPTION) {
            throw new UndecodableRecordException(
                    "ColumnCount",
                    "The record has "
                            + count
                            + " columns, topic "
                            + access.topic()
                            + " "
                            + expected,
                    null);
        }
        if (skip) {
            skipped.inc();
            if (!skipLogged) {
                skipLogged = true;
                LOG.warn(
                        "Record {} of shard {} of {} has {} columns instead of {} and is skipped, as"
                                + " 'scan.length-check' = '{}' says; further ones are only counted",
                        record.sequence(),
                        record.shardId(),
                        access.topic(),
                        count,
                        expected,
                        check);
            }
        }
        return skip;
    }

    private void takeIn(CompletableFuture<TopicDescription> answer) throws IOException {
        TopicDescription topic;
        try {
            topic = answer.join();
        } catch (CompletionException e) {
            // asked again with the next record that is longer still
            LOG.warn("Looking up topic {} again failed: {}", access.topic(), e.getMessage());
            return;
        }
        List<RecordSchema.Field> now = topic.schema() == null ? List.of() : topic.schema().fields();
        if (now.size() < known.size() || !sameColumns(now.subList(0, known.size()), known)) {
            throw new IOException(
                    "Topic "
                            + access.topic()
                            + " no longer has the columns it had when the task started; restart the"
                            + " job with a table that matches it");
        }
        LOG.info("Topic {} has {} columns now, {} before", access.topic(), now.size(), expected);
        known = now;
    }

    private static boolean sameColumns(
            List<RecordSchema.Field> now, List<RecordSchema.Field> before) {
        for (int i = 0; i < before.size(); i++) {
            if (!now.get(i).name().equalsIgnoreCase(before.get(i).name())
                    || now.get(i).type() != before.get(i).type()) {
                return false;
            }
        }
        return true;
    }
}
