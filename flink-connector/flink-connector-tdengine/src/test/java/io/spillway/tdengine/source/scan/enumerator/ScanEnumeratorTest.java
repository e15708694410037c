/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.SchemalessInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a scan whose splits cannot be made at once: its topic's ends are not told. */
@Timeout(30)
class ScanEnumeratorTest {

    private static final String QUERY = "SELECT ts, v FROM power.meters ORDER BY ts";
    private static final ServiceException PASSING = failure(FailureKind.RETRYABLE, "0x000b");
    private static final ServiceException THROTTLED = failure(FailureKind.THROTTLED, "Busy");
    private static final ServiceException FATAL = failure(FailureKind.FATAL, "0x0357");

    private final FakeTmq server = new FakeTmq();
    private final int vgroup = server.addVgroup();
    private final FragileGateway gateway = new FragileGateway(server.factory().create());
    private final TestingSplitEnumeratorContext<ScanSplit> context =
            new TestingSplitEnumeratorContext<>(2);
    private ScanEnumerator enumerator;

    @AfterEach
    void closeAll() throws IOException {
        enumerator.close();
        server.close();
    }

    @Test
    void splitsAreMadeOnceWhatFailedPasses() throws Exception {
        server.append(vgroup, List.of("a", "b"));
        gateway.fail(3, PASSING);
        begin(attempts(4));
        ask(0);
        ask(1);
        assertThat(enumerator.snapshotState(1).planned()).isFalse();

        awaitOutcome();
        context.triggerAllActions();

        assertThat(gateway.asked).hasValue(4);
        assertThat(splitsOf(0)).extracting(ScanSplit::select).containsExactly(QUERY);
        assertThat(context.getSplitAssignments().get(1).hasReceivedNoMoreSplitsSignal()).isTrue();
        assertThat(enumerator.boundary()).isEqualTo(Map.of(vgroup, server.end(vgroup)));
    }

    @Test
    void aServerThatAsksForPatienceIsGivenIt() throws Exception {
        gateway.fail(6, THROTTLED);
        begin(attempts(1));
        ask(0);
        awaitOutcome();
        context.triggerAllActions();

        assertThat(gateway.asked).hasValue(7);
        assertThat(splitsOf(0)).hasSize(1);
    }

    @Test
    void attemptsAreBounded() throws Exception {
        gateway.fail(100, PASSING);
        begin(attempts(3));
        ask(0);
        awaitOutcome();

        assertThatThrownBy(context::triggerAllActions)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Cannot plan the scan of")
                .hasMessageContaining(PASSING.getMessage())
                .hasRootCause(PASSING);
        assertThat(gateway.asked).hasValue(3);
        assertThat(context.getSplitAssignments()).isEmpty();
        assertThat(enumerator.snapshotState(1).planned()).isFalse();
    }

    @Test
    void whatCannotPassIsNotTriedAgain() throws Exception {
        gateway.fail(1, FATAL);
        begin(attempts(10));
        awaitOutcome();

        assertThatThrownBy(context::triggerAllActions)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasRootCause(FATAL);
        assertThat(gateway.asked).hasValue(1);
    }

    @Test
    void nothingIsToldOnceTheJobHasEnded() throws Exception {
        CompletableFuture<TmqConsumer> late = new CompletableFuture<>();
        gateway.answers.add(late);
        begin(attempts(10));
        enumerator.close();
        late.completeExceptionally(FATAL);

        assertThat(context.getExecutorService().numQueuedRunnables()).isZero();
        assertThat(server.openGateways()).isZero();
    }

    @Test
    void aJobThatRestartsPlansOnlyIfItHadNotYet() throws Exception {
        gateway.fail(1, PASSING);
        begin(attempts(2));
        ScanEnumeratorState before = enumerator.snapshotState(1);
        awaitOutcome();
        context.triggerAllActions();
        ScanEnumeratorState after = enumerator.snapshotState(2);
        int asked = gateway.asked.get();

        enumerator = source(attempts(1)).restoreEnumerator(context, after);
        enumerator.start();
        ask(0);
        assertThat(splitsOf(0)).extracting(ScanSplit::select).containsExactly(QUERY);
        assertThat(gateway.asked).hasValue(asked);

        enumerator = source(attempts(1)).restoreEnumerator(context, before);
        enumerator.start();
        awaitOutcome();
        context.triggerAllActions();
        assertThat(gateway.asked).hasValue(asked + 1);
        assertThat(enumerator.snapshotState(3).unassigned()).hasSize(1);
    }

    private void begin(RetryPolicy retries) {
        enumerator = source(retries).createEnumerator(context);
        enumerator.start();
    }

    private TDengineScanSource<String> source(RetryPolicy retries) {
        return TDengineScanSource.<String>builder()
                .setGatewayFactory(() -> gateway)
                .setTarget(ScanTarget.query(QUERY))
                .setBoundaryTopic(FakeTmq.TOPIC)
                .setRetryPolicy(retries)
                .setDeserializer(new TextSchema())
                .build();
    }

    private static RetryPolicy attempts(int attempts) {
        return new RetryPolicy(
                attempts,
                Duration.ofMillis(1),
                1.0,
                Duration.ofMillis(1),
                0.0,
                Duration.ofMinutes(1));
    }

    private void ask(int reader) {
        context.registerReader(reader, "host");
        enumerator.handleSplitRequest(reader, "host");
    }

    private void awaitOutcome() {
        Awaitility.await().until(() -> context.getExecutorService().numQueuedRunnables() > 0);
    }

    private List<ScanSplit> splitsOf(int reader) {
        return context.getSplitAssignments().get(reader).getAssignedSplits();
    }

    private static ServiceException failure(FailureKind kind, String code) {
        return new ServiceException(kind, code, 0, null, "no answer (" + code + ")", null);
    }

    /** Answers what it was told to before it lets calls through. */
    private static final class FragileGateway implements TDengineGateway {

        private final TDengineGateway gateway;
        private final Queue<CompletableFuture<TmqConsumer>> answers = new ConcurrentLinkedQueue<>();
        private final AtomicInteger asked = new AtomicInteger();

        FragileGateway(TDengineGateway gateway) {
            this.gateway = gateway;
        }

        void fail(int times, ServiceException failure) {
            answers.addAll(Collections.nCopies(times, CompletableFuture.failedFuture(failure)));
        }

        @Override
        public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
            asked.incrementAndGet();
            CompletableFuture<TmqConsumer> answer = answers.poll();
            return answer == null ? gateway.subscribe(subscription) : answer;
        }

        @Override
        public CompletableFuture<Long> execute(String sql) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletableFuture<QueryResult> query(String sql) {
            return gateway.query(sql);
        }

        @Override
        public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
            return gateway.prepareInsert(sql);
        }

        @Override
        public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
            return gateway.insertSchemaless(insert);
        }

        @Override
        public CompletableFuture<String> serverVersion() {
            return gateway.serverVersion();
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}
