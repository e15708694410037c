/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes and emits the rows of messages and moves the vgroup's position behind each turn. Task
 * thread only.
 *
 * @param <T> the element
 */
final class RowEmitter<T> {

    private static final Logger LOG = LoggerFactory.getLogger(RowEmitter.class);

    private final TDengineDeserializationSchema<T> deserializer;
    private final UndecodableRows undecodable;
    private final TmqSourceMetrics metrics;
    private final int rowsPerTurn;
    private final TimestampedCollector<T> collector = new TimestampedCollector<>();

    RowEmitter(
            TDengineDeserializationSchema<T> deserializer,
            UndecodableRows undecodable,
            TmqSourceMetrics metrics,
            int rowsPerTurn) {
        this.deserializer = deserializer;
        this.undecodable = undecodable;
        this.metrics = metrics;
        this.rowsPerTurn = rowsPerTurn;
    }

    /** Takes up a message of a vgroup that has got to it. */
    MessageInProgress takeUp(Received.Message message, VgroupState vgroup) {
        TmqMessage content = message.content();
        if (vgroup.rowsDone() > 0 && content.offset() >= vgroup.doneBefore()) {
            LOG.warn(
                    "{} rows of vgroup {} of topic '{}' that were emitted before the checkpoint are"
                            + " not in the topic any more, as happens to rows of dropped tables",
                    vgroup.rowsDone(),
                    vgroup.vgroupId(),
                    content.topic());
            vgroup.moveTo(content.offset(), 0, 0);
        }
        metrics.message(message.sizeInBytes(), content.meta() != null);
        return new MessageInProgress(message, vgroup.rowsDone());
    }

    /** Emits the next rows of a message, all of them unless they are many. */
    void emitTurn(MessageInProgress message, VgroupState vgroup, SourceOutput<T> output)
            throws Exception {
        collector.output = output;
        if (message.begin()) {
            emitMeta(message, vgroup);
        }
        long left = rowsPerTurn;
        while (left > 0 && !message.done()) {
            left -= emitRows(message, (int) Math.min(left, Integer.MAX_VALUE));
        }
        moveOn(message, vgroup);
    }

    /**
     * What comes with rows was emitted before them. A message that was done in full has nothing
     * more to tell; of one that was cut, or now begins elsewhere, it is told again, as it cannot be
     * known what of it was.
     */
    private void emitMeta(MessageInProgress message, VgroupState vgroup) throws Exception {
        TmqMessage content = message.content();
        boolean toldBefore = message.rows() > 0 && vgroup.rowsDone() >= message.rows();
        if (content.meta() == null || toldBefore) {
            return;
        }
        MetaMessage meta =
                new MetaMessage(
                        content.meta(),
                        content.topic(),
                        content.database(),
                        content.vgroupId(),
                        content.offset());
        collector.hasTimestamp = false;
        try {
            deserializer.deserializeMeta(meta, collector);
        } catch (RecordException e) {
            undecodable.handle(meta, e);
        } catch (IOException | RuntimeException e) {
            throw failed("change of schema or delete", content, e);
        }
    }

    /** Emits rows of one block; how many. */
    private int emitRows(MessageInProgress message, int most) throws Exception {
        TmqMessage content = message.content();
        TmqMessage.Block block = content.blocks().get(message.block());
        DataBlock data = block.data();
        SourceRows rows =
                new SourceRows(
                        data,
                        block.tableName(),
                        content.topic(),
                        content.vgroupId(),
                        content.offset());
        boolean timed = beginsWithTime(data);
        long perSecond = data.precision().perSecond();
        int from = message.row();
        int to = (int) Math.min((long) from + most, data.rows());
        for (int row = from; row < to; row++) {
            collector.hasTimestamp = timed && !data.isNull(0, row);
            if (collector.hasTimestamp) {
                collector.timestamp = toMillis(data.getLong(0, row), perSecond);
            }
            try {
                deserializer.deserialize(rows, row, collector);
            } catch (RecordException e) {
                undecodable.handle(
                        rows, row, message.passed() + row - from, collector.timestamp(), e);
            } catch (IOException | RuntimeException e) {
                throw failed("row " + (message.passed() + row - from), content, e);
            }
        }
        if (collector.hasTimestamp) {
            metrics.fetchLag(System.currentTimeMillis() - collector.timestamp);
        }
        message.pass(to - from);
        metrics.rowsEmitted(to - from);
        return to - from;
    }

    private static void moveOn(MessageInProgress message, VgroupState vgroup) {
        TmqMessage content = message.content();
        if (message.done()) {
            // more may have been done than this message has, now that it ends earlier
            vgroup.moveTo(
                    content.nextOffset(),
                    vgroup.rowsDone() > message.rows() ? vgroup.rowsDone() - message.rows() : 0,
                    vgroup.doneBefore());
        } else {
            vgroup.moveTo(
                    content.offset(),
                    message.passed(),
                    Math.max(content.nextOffset(), vgroup.doneBefore()));
        }
    }

    private static boolean beginsWithTime(DataBlock data) {
        return !data.fields().isEmpty() && data.fields().get(0).type() == TDengineType.TIMESTAMP;
    }

    private static long toMillis(long time, long perSecond) {
        return perSecond == 1_000L ? time : Math.floorDiv(time, perSecond / 1_000L);
    }

    private static IOException failed(String what, TmqMessage content, Exception cause) {
        return new IOException(
                "Decoding "
                        + what
                        + " of the message at offset "
                        + content.offset()
                        + " of vgroup "
                        + content.vgroupId()
                        + " of topic '"
                        + content.topic()
                        + "' failed: "
                        + cause,
                cause);
    }

    private static final class TimestampedCollector<T> implements Collector<T> {

        private SourceOutput<T> output;
        private boolean hasTimestamp;
        private long timestamp;

        @Nullable
        Long timestamp() {
            return hasTimestamp ? timestamp : null;
        }

        @Override
        public void collect(T element) {
            if (hasTimestamp) {
                output.collect(element, timestamp);
            } else {
                output.collect(element);
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
