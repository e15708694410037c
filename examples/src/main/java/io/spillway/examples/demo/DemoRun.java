/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.examples.demo.job.JobUnderTest;
import io.spillway.examples.demo.job.RestartOnce;
import io.spillway.examples.demo.stack.DemoStack;
import io.spillway.examples.demo.table.SourceTable;
import io.spillway.examples.demo.watch.CaptureCounter;
import io.spillway.examples.demo.watch.FarEnd;
import io.spillway.examples.demo.watch.LetterBox;
import io.spillway.examples.demo.watch.Progress;
import io.spillway.examples.demo.watch.ProgressLine;
import io.spillway.examples.demo.watch.StallGuard;
import io.spillway.examples.demo.workload.Poison;
import io.spillway.examples.demo.workload.PoisonInjector;
import io.spillway.examples.demo.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;

/**
 * Makes the changes, injects the poison, restarts the job on the way, and waits until all of it has
 * arrived. Runs on one thread; the workload has its own.
 */
@Internal
final class DemoRun implements AutoCloseable {

    private static final long SEED = 20_260_101L;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TICK_MILLIS = 100;

    private final DemoOptions options;
    private final JobUnderTest job;
    private final ProgressLine line;
    private final CaptureCounter capture;
    private final LetterBox letters;
    private final FarEnd farEnd;
    private final PoisonInjector poison;
    private final Workload workload;
    private final RestartOnce restart;
    private boolean stalled;

    DemoRun(
            DemoOptions options,
            DemoStack stack,
            DataHubGateway gateway,
            JobUnderTest job,
            ProgressLine line) {
        this.options = options;
        this.job = job;
        this.line = line;
        String brokers = stack.kafka().bootstrapServers();
        List<String> topics =
                SourceTable.all().stream()
                        .map(table -> table.kafkaTopic(DemoStack.TOPIC_PREFIX))
                        .toList();
        this.capture = new CaptureCounter(brokers, topics);
        this.letters = new LetterBox(brokers, DemoStack.DEAD_LETTER_TOPIC);
        this.farEnd = new FarEnd(gateway, DemoStack.PROJECT, SourceTable.all());
        this.poison =
                new PoisonInjector(
                        brokers,
                        DemoStack.TOPIC_PREFIX,
                        stack.partitions(),
                        options.poison(),
                        options.changes());
        this.workload = new Workload(stack.postgres()::connect, options.changes(), SEED);
        this.restart = new RestartOnce(options.changes());
    }

    /**
     * Returns when everything has arrived, or when nothing moves any more.
     *
     * @throws Exception if the job or the workload fails
     */
    void run() throws Exception {
        FutureTask<Void> changing = new FutureTask<>(workload);
        Thread thread = new Thread(changing, "demo-workload");
        thread.setDaemon(true);
        thread.start();
        try {
            watch(changing);
        } finally {
            thread.interrupt();
        }
    }

    private void watch(FutureTask<Void> changing) throws Exception {
        StallGuard guard = new StallGuard(PATIENCE);
        Progress progress = progress();
        while (!hasArrived(progress)) {
            job.check();
            if (changing.isDone()) {
                changing.get();
            }
            poison.advance(progress.captured());
            restartIfDue(progress);
            if (guard.isStalled(progress, System.nanoTime())) {
                stalled = true;
                break;
            }
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            progress = progress();
            line.update(progress);
        }
        line.finish(progress);
    }

    private boolean hasArrived(Progress progress) {
        return restart.isDone()
                && workload.isFinished()
                && poison.isFinished()
                && progress.applied() >= options.changes()
                && progress.deadLettered() >= options.poison();
    }

    private void restartIfDue(Progress progress) throws Exception {
        restart.observe(progress.checkpoint(), progress.applied(), progress.delivered());
        if (restart.hasUsefulCheckpoint()) {
            workload.allowSecondHalf();
        }
        if (restart.isDue(progress.applied(), progress.delivered())) {
            job.restartFrom(restart.checkpoint());
            restart.done();
            line.say(
                    String.format(
                            Locale.ROOT,
                            "Stopped the job with %,d changes applied, and started it again from"
                                    + " checkpoint %d.",
                            progress.applied(),
                            restart.checkpoint()));
        }
    }

    private Progress progress() throws Exception {
        // In this order: what arrives after this look is not covered by this checkpoint.
        long checkpoint = job.latestCheckpoint();
        farEnd.poll();
        return new Progress(
                workload.committed(),
                capture.captured(),
                farEnd.applied(),
                farEnd.delivered(),
                letters.count(),
                checkpoint);
    }

    /** Whether the run ended because nothing moved any more. */
    boolean isStalled() {
        return stalled;
    }

    Workload workload() {
        return workload;
    }

    LetterBox letters() {
        return letters;
    }

    /** The poison that was sent. */
    List<Poison> poison() throws InterruptedException, ExecutionException {
        return poison.sent();
    }

    int restarts() {
        return restart.isDone() ? 1 : 0;
    }

    /** From the first change to the last one applied. */
    long millis() {
        return farEnd.lastNewMillis() - workload.firstChangeMillis();
    }

    @Override
    public void close() {
        capture.close();
        letters.close();
        poison.close();
    }
}
