/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.RecordRejectedException;
import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.decode.DebeziumDecodeException;
import io.spillway.debezium.decode.DebeziumDecoder;
import io.spillway.debezium.decode.DecodeOptions;
import io.spillway.debezium.decode.Decoded;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes Kafka records into changes. Records that cannot be decoded fail the job, go to the side
 * output {@link DeadLetters#TAG}, or are counted, as {@link ErrorHandling} says.
 *
 * <p>With {@link ErrorHandling#DEAD_LETTER} the side output must be given a sink: Flink drops side
 * outputs nobody reads.
 *
 * <pre>{@code
 * SingleOutputStreamOperator<Change> changes =
 *     records.process(new DebeziumDecodeFunction(DecodeOptions.DEFAULT, DEAD_LETTER));
 * changes.getSideOutput(DeadLetters.TAG).sinkTo(letters);
 * }</pre>
 */
@PublicEvolving
public final class DebeziumDecodeFunction extends ProcessFunction<KafkaRecord, Change> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DebeziumDecodeFunction.class);

    /** The first ignored record is logged, then every record at a multiple of this count. */
    private static final int LOG_EVERY = 1_000;

    private final DecodeOptions options;
    private final ErrorHandling onError;
    private transient DebeziumDecoder decoder;
    private transient DecodeMetrics metrics;
    private transient String jobName;

    public DebeziumDecodeFunction(DecodeOptions options, ErrorHandling onError) {
        this.options = Objects.requireNonNull(options, "options");
        this.onError = Objects.requireNonNull(onError, "onError");
    }

    @Override
    public void open(OpenContext context) {
        decoder = new DebeziumDecoder(options);
        metrics = new DecodeMetrics(getRuntimeContext().getMetricGroup());
        jobName = getRuntimeContext().getJobInfo().getJobName();
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<Change> out)
            throws RecordRejectedException {
        Decoded decoded;
        try {
            decoded = decoder.decode(record);
        } catch (DebeziumDecodeException e) {
            metrics.error();
            reject(record, e, context);
            return;
        }
        if (decoded instanceof Decoded.Apply apply) {
            metrics.change(apply.change().op());
            out.collect(apply.change());
        } else if (decoded instanceof Decoded.Skip reason) {
            metrics.skip(reason);
        }
    }

    private void reject(KafkaRecord record, DebeziumDecodeException error, Context context)
            throws RecordRejectedException {
        switch (onError) {
            case FAIL -> throw new RecordRejectedException(letter(record, error), error);
            case DEAD_LETTER -> {
                context.output(DeadLetters.TAG, letter(record, error));
                metrics.deadLetter();
            }
            case IGNORE -> {
                long count = metrics.ignore();
                if (count == 1 || count % LOG_EVERY == 0) {
                    LOG.warn(
                            "Ignored record {}: {}; {} ignored so far",
                            record,
                            error.code().label(),
                            count);
                }
            }
        }
    }

    private DeadLetter letter(KafkaRecord record, DebeziumDecodeException error) {
        return RecordLetters.about(record, DeadLetter.Stage.DESERIALIZE)
                .error(error.code().label(), error.getMessage(), error)
                .jobName(jobName)
                .build();
    }
}
