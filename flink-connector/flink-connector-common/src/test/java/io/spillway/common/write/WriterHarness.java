/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RecordException;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.BatchResult.FailedEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * A writer of texts such as {@code a1}, whose first letter is the key, between a task and a service
 * that do nothing on their own.
 */
final class WriterHarness implements AutoCloseable {

    static final RetryPolicy RETRIES =
            new RetryPolicy(
                    3,
                    Duration.ofMillis(50),
                    2.0,
                    Duration.ofSeconds(5),
                    0.2,
                    Duration.ofMinutes(1));

    final ManualMailbox mailbox = new ManualMailbox();
    final ManualTime time = new ManualTime();
    final NamedMetrics metrics = new NamedMetrics();
    final Sender sender = new Sender();
    final Router router;
    final Letters letters = new Letters();
    final BufferedAsyncWriter<String, String> writer;

    WriterHarness(WriteLimits.Builder limits) {
        this(limits, RETRIES);
    }

    WriterHarness(WriteLimits.Builder limits, RetryPolicy retries) {
        this(limits, retries, new Router());
    }

    WriterHarness(WriteLimits.Builder limits, Router router) {
        this(limits, RETRIES, router);
    }

    private WriterHarness(WriteLimits.Builder limits, RetryPolicy retries, Router router) {
        this.router = router;
        writer =
                new BufferedAsyncWriter<>(
                        new WriterRuntime(mailbox, time, metrics),
                        new WriterSettings("test", limits.build(), retries),
                        new Texts(),
                        router,
                        sender,
                        new RecordErrorHandler(ErrorHandling.DEAD_LETTER, letters, metrics));
        mailbox.runAll();
    }

    static WriteLimits.Builder batchesOf(int records) {
        return WriteLimits.builder().maxBatchRecords(records).maxAge(Duration.ofMillis(500));
    }

    void write(String... elements) throws IOException, InterruptedException {
        for (String element : elements) {
            writer.write(element, NO_CONTEXT);
        }
    }

    /** Lets the world go on by itself while the task waits: requests are answered, time passes. */
    void answerWhileIdle(Function<Request, BatchResult> answer) {
        mailbox.whileIdle(
                () -> {
                    if (!sender.unanswered.isEmpty()) {
                        Request request = sender.unanswered.peek();
                        request.answer(answer.apply(request));
                        return true;
                    }
                    return time.advanceToNextTimer();
                });
    }

    static BatchResult failed(EntryOutcome outcome, int... indexes) {
        return new BatchResult(
                IntStream.of(indexes)
                        .mapToObj(i -> new FailedEntry(i, outcome, "Code" + outcome, "why", null))
                        .toList());
    }

    static BatchResult allFailed(Request request, EntryOutcome outcome) {
        return failed(outcome, IntStream.range(0, request.entries.size()).toArray());
    }

    static ServiceException passing(String code) {
        return new ServiceException(FailureKind.RETRYABLE, code, 503, "r1", code + " passes", null);
    }

    @Override
    public void close() throws Exception {
        writer.close();
    }

    /** A batch that was sent. */
    final class Request {
        final String lane;
        final List<String> entries;
        private final CompletableFuture<BatchResult> future = new CompletableFuture<>();

        Request(String lane, List<String> entries) {
            this.lane = lane;
            this.entries = List.copyOf(entries);
        }

        /** Answers, and lets the task see it. */
        void answer(BatchResult result) {
            answerOnly(result);
            mailbox.runAll();
        }

        void answerOnly(@Nullable BatchResult result) {
            sender.unanswered.remove(this);
            future.complete(result);
        }

        void fail(Exception failure) {
            sender.unanswered.remove(this);
            future.completeExceptionally(failure);
            mailbox.runAll();
        }
    }

    /** Notes what is sent; the test answers. */
    final class Sender implements BatchSender<String> {
        final List<Request> requests = new ArrayList<>();
        final ArrayDeque<Request> unanswered = new ArrayDeque<>();
        boolean closed;

        @Override
        public CompletableFuture<BatchResult> send(String lane, List<String> entries) {
            Request request = new Request(lane, entries);
            requests.add(request);
            unanswered.add(request);
            return request.future;
        }

        Request last() {
            return requests.get(requests.size() - 1);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Lanes are found by a function the test may change; looked up when the test says so. */
    static final class Router implements LaneRouter<String> {
        Function<String, String> laneOfKey = key -> "lane-" + key;
        @Nullable Function<String, String> nextLaneOfKey;
        final List<String> lookUps = new ArrayList<>();
        @Nullable CompletableFuture<Runnable> pending;
        boolean manual;

        /** The lane entries take instead of one that is behind; null if they do not. */
        @Nullable String spare;

        @Override
        public String laneOf(String entry, Function<String, LaneLoad> loads)
                throws ServiceException {
            String lane = laneOf(entry);
            return spare != null && loads.apply(lane) != LaneLoad.LOW ? spare : lane;
        }

        @Override
        public String laneOf(String entry) throws ServiceException {
            if (entry.startsWith("!")) {
                throw new ServiceException(
                        FailureKind.RECORD, "NoSuchLane", 0, null, "no lane takes it", null);
            }
            return laneOfKey.apply(entry.substring(0, 1));
        }

        @Override
        public CompletableFuture<Runnable> refresh(@Nullable String goneLane) {
            lookUps.add(goneLane);
            if (manual) {
                pending = new CompletableFuture<>();
                return pending;
            }
            return CompletableFuture.completedFuture(this::install);
        }

        void install() {
            if (nextLaneOfKey != null) {
                laneOfKey = nextLaneOfKey;
            }
        }
    }

    /** Keeps letters. */
    static final class Letters implements DeadLetterWriter {
        final List<DeadLetter> written = new ArrayList<>();
        int flushes;
        boolean closed;

        @Override
        public void open() {}

        @Override
        public void write(DeadLetter letter) {
            written.add(letter);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> values() {
            return written.stream()
                    .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static final SinkWriter.Context NO_CONTEXT =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return null;
                }
            };

    private static final class Texts implements EntryAdapter<String, String> {

        @Override
        public String toEntry(String element, SinkWriter.Context context) throws IOException {
            switch (element) {
                case "nothing":
                    return null;
                case "poison":
                    throw new RecordException("Poison", "cannot be converted");
                case "bug":
                    throw new IOException("converter broken");
                default:
                    return element;
            }
        }

        @Override
        public int sizeInBytes(String entry) {
            return entry.length();
        }

        @Override
        public DeadLetter elementLetter(
                String element, SinkWriter.Context context, WriteFailure failure) {
            return entryLetter(element, failure);
        }

        @Override
        public DeadLetter entryLetter(String entry, WriteFailure failure) {
            return DeadLetters.builder(
                            new DeadLetter.Origin("test", "t", failure.lane(), null, null, null),
                            DeadLetter.Stage.WRITE)
                    .value(entry.getBytes(StandardCharsets.UTF_8))
                    .error(failure.code(), failure.message(), failure.cause())
                    .attempts(
                            failure.attempts(),
                            failure.firstFailureMillis(),
                            failure.lastFailureMillis())
                    .build();
        }
    }
}
