/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.RecordRejectedException;
import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.Samples;
import io.spillway.debezium.decode.DecodeOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function in a job on a local Flink, where records really are serialized and copied. */
class DebeziumDecodeFunctionITCase {

    private static final List<KafkaRecord> RECORDS =
            List.of(
                    Samples.load("envelope-create"),
                    Samples.load("envelope-tombstone"),
                    Samples.load("flat-rewrite-create"),
                    Samples.load("envelope-with-schema-update-identity-full"),
                    Samples.load("heartbeat"),
                    Samples.load("avro-envelope-create"),
                    Samples.load("envelope-truncate"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goodRecordsGoOnAndOthersToTheDeadLetters(boolean objectReuse) throws Exception {
        Outcome outcome = run(ErrorHandling.DEAD_LETTER, objectReuse);

        assertThat(outcome.changes)
                .extracting(Change::op)
                .containsExactlyInAnyOrder(Change.Op.CREATE, Change.Op.UPDATE, Change.Op.TRUNCATE);
        assertThat(outcome.changes)
                .extracting(Change::origin)
                .containsExactlyInAnyOrder(RECORDS.get(0), RECORDS.get(3), RECORDS.get(6));
        assertThat(outcome.letters).hasSize(2);
        DeadLetter letter =
                outcome.letters.stream()
                        .filter(each -> each.origin().container().equals("fl.public.customers"))
                        .findFirst()
                        .orElseThrow();
        KafkaRecord original = RECORDS.get(2);
        assertThat(letter.origin())
                .isEqualTo(
                        new DeadLetter.Origin(
                                "kafka",
                                original.topic(),
                                "" + original.partition(),
                                "" + original.offset(),
                                original.timestampMillis(),
                                null));
        assertThat(letter.key()).isEqualTo(original.key());
        assertThat(letter.value()).isEqualTo(original.value());
        assertThat(letter.headers()).isEqualTo(original.headers()).isNotEmpty();
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.DESERIALIZE);
        assertThat(letter.error().code()).isEqualTo("UnexpectedShape");
        assertThat(letter.jobName()).isEqualTo("decode");
    }

    @Test
    void theIdOfALetterIsThatOfItsRecord() throws Exception {
        List<String> first = ids(run(ErrorHandling.DEAD_LETTER, false));
        List<String> second = ids(run(ErrorHandling.DEAD_LETTER, true));

        assertThat(first).isEqualTo(second).doesNotHaveDuplicates();
    }

    @Test
    void failingNamesTheRecordButNotItsData() {
        Throwable failure = catchThrowable(() -> run(ErrorHandling.FAIL, false));
        while (failure != null && !(failure instanceof RecordRejectedException)) {
            failure = failure.getCause();
        }

        assertThat(failure)
                .isInstanceOf(RecordRejectedException.class)
                .hasMessageContaining("kafka 'fl.public.customers' partition 0 position 2")
                .hasMessageContaining("UnexpectedShape")
                .hasMessageNotContainingAny("Cleo", "cleo@example.com");
    }

    @Test
    void everyRecordIsCounted() throws Exception {
        CountingReporter.COUNTERS.clear();
        run(ErrorHandling.DEAD_LETTER, false);
        assertThat(CountingReporter.counts())
                .containsEntry("op.create.numChanges", 1L)
                .containsEntry("op.update.numChanges", 1L)
                .containsEntry("op.truncate.numChanges", 1L)
                .containsEntry("op.delete.numChanges", 0L)
                .containsEntry("reason.tombstone.numRecordsSkipped", 1L)
                .containsEntry("reason.heartbeat.numRecordsSkipped", 1L)
                .containsEntry("numRecordsInErrors", 2L)
                .containsEntry("numDeadLetters", 2L)
                .containsEntry("numRecordsIgnored", 0L);

        CountingReporter.COUNTERS.clear();
        Outcome ignoring = run(ErrorHandling.IGNORE, false);
        assertThat(ignoring.changes).hasSize(3);
        assertThat(ignoring.letters).isEmpty();
        assertThat(CountingReporter.counts())
                .containsEntry("numRecordsInErrors", 2L)
                .containsEntry("numDeadLetters", 0L)
                .containsEntry("numRecordsIgnored", 2L);
    }

    private static List<String> ids(Outcome outcome) {
        return outcome.letters.stream().map(DeadLetter::id).sorted().toList();
    }

    private record Outcome(List<Change> changes, List<DeadLetter> letters) {}

    private static Outcome run(ErrorHandling onError, boolean objectReuse) throws Exception {
        Configuration config = new Configuration();
        config.set(MetricOptions.REPORTERS_LIST, "counting");
        config.setString(
                "metrics.reporter.counting.factory.class",
                CountingReporter.Factory.class.getName());
        config.setString("restart-strategy.type", "none");
        config.setString("pipeline.object-reuse", Boolean.toString(objectReuse));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, config);
        SingleOutputStreamOperator<Change> changes =
                env.fromData(RECORDS.toArray(new KafkaRecord[0]))
                        .rebalance()
                        .process(new DebeziumDecodeFunction(DecodeOptions.DEFAULT, onError))
                        .name("decoder");
        // over the network, through the serializers
        changes.rebalance()
                .map(
                        change -> {
                            KEPT_CHANGES.add(change);
                            return change;
                        })
                .returns(Change.class)
                .sinkTo(new DiscardingSink<>());
        changes.getSideOutput(DeadLetters.TAG)
                .rebalance()
                .map(
                        letter -> {
                            KEPT_LETTERS.add(letter);
                            return letter;
                        })
                .returns(DeadLetters.TYPE)
                .sinkTo(new DiscardingSink<>());
        KEPT_CHANGES.clear();
        KEPT_LETTERS.clear();
        env.execute("decode");
        return new Outcome(List.copyOf(KEPT_CHANGES), List.copyOf(KEPT_LETTERS));
    }

    /** What came through the job; it runs in this JVM. */
    private static final Queue<Change> KEPT_CHANGES = new ConcurrentLinkedQueue<>();

    private static final Queue<DeadLetter> KEPT_LETTERS = new ConcurrentLinkedQueue<>();

    /** Remembers the decoder's counters beyond the end of the job. */
    public static final class CountingReporter implements MetricReporter {
        static final Map<String, Counter> COUNTERS = new HashMap<>();

        static synchronized Map<String, Long> counts() {
            Map<String, Long> counts = new HashMap<>();
            COUNTERS.forEach((name, counter) -> counts.put(name, counter.getCount()));
            return counts;
        }

        @Override
        public void open(MetricConfig config) {}

        @Override
        public void close() {}

        @Override
        public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            String identifier = group.getMetricIdentifier(name);
            int decoder = identifier.indexOf(".decoder.");
            if (metric instanceof Counter counter && decoder >= 0) {
                synchronized (CountingReporter.class) {
                    // the group of the subtask's index comes first
                    COUNTERS.put(identifier.substring(decoder + ".decoder.0.".length()), counter);
                }
            }
        }

        @Override
        public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

        /** Found by its name. */
        public static final class Factory implements MetricReporterFactory {
            @Override
            public MetricReporter createMetricReporter(Properties properties) {
                return new CountingReporter();
            }
        }
    }
}
