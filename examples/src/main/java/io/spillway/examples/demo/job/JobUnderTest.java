/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.job;

import io.spillway.jobs.SyncJob;
import io.spillway.jobs.embedded.Loopback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The sync job on an embedded Flink, which keeps its checkpoints when the job is stopped, so that
 * it can be started again from the last one. Thread-safe.
 */
@Internal
public final class JobUnderTest implements AutoCloseable {

    private static final long END_SECONDS = 30;
    private static final int RETAINED = 10;

    private final SyncJob job;
    private final Path checkpointDirectory;
    private final int uiPort;
    private Path jobDirectory;
    @Nullable private JobClient client;
    @Nullable private CompletableFuture<JobExecutionResult> result;

    /**
     * @param checkpointDirectory exists; the caller removes it
     * @param uiPort where Flink's web interface listens, 0 for none
     */
    public JobUnderTest(SyncJob job, Path checkpointDirectory, int uiPort) {
        this.job = job;
        this.checkpointDirectory = checkpointDirectory;
        this.jobDirectory = checkpointDirectory;
        this.uiPort = uiPort;
    }

    /** Starts the job without state. */
    public synchronized void start() throws Exception {
        start(null);
    }

    /**
     * Stops the job as a crash would, without a last checkpoint, and starts it again from a
     * checkpoint it had completed.
     *
     * @param checkpoint one of the latest few
     * @throws IllegalStateException if it is gone
     */
    public synchronized void restartFrom(long checkpoint) throws Exception {
        close();
        Path path =
                checkpoints()
                        .path(checkpoint)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "Checkpoint " + checkpoint + " is gone"));
        start(path);
    }

    /** Number of the latest completed checkpoint since the last start, 0 if there is none. */
    public synchronized long latestCheckpoint() throws IOException {
        return checkpoints().latest();
    }

    /**
     * Throws the reason if the job does not run any more.
     *
     * @throws ExecutionException if it has failed
     */
    public synchronized void check() throws ExecutionException, InterruptedException {
        if (result == null) {
            throw new IllegalStateException("The job was stopped");
        }
        if (result.isDone()) {
            result.get();
            throw new IllegalStateException("The job has ended, but it reads without end");
        }
    }

    /** Address of Flink's web interface, null if it has none. */
    @Nullable
    public String uiAddress() {
        return uiPort == 0 ? null : "http://" + Loopback.ADDRESS + ":" + uiPort;
    }

    /** Cancels the job and waits until its Flink is gone; does nothing if there is none. */
    @Override
    public synchronized void close() {
        if (client == null) {
            return;
        }
        try {
            client.cancel().get(END_SECONDS, TimeUnit.SECONDS);
            result.handle((done, failure) -> done).get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the job was being cancelled", e);
        } catch (ExecutionException e) {
            // Its Flink goes when the job ends: a job that has failed cannot be cancelled any more.
            if (!result.isDone()) {
                throw new IllegalStateException("The job could not be cancelled", e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The job did not end within " + END_SECONDS + " s of being cancelled", e);
        } finally {
            client = null;
            result = null;
        }
    }

    private void start(@Nullable Path checkpoint) throws Exception {
        Configuration settings = Loopback.settings();
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory.toUri().toString());
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // Others may be completed between a look at one and the stop.
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED);
        // What fails shall be seen, not healed.
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        if (checkpoint != null) {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
        }
        StreamExecutionEnvironment environment = environment(settings);
        job.attach(environment);
        client = environment.executeAsync(job.name());
        result = client.getJobExecutionResult();
        jobDirectory = checkpointDirectory.resolve(client.getJobID().toHexString());
    }

    private StreamExecutionEnvironment environment(Configuration settings) {
        if (uiPort == 0) {
            return StreamExecutionEnvironment.createLocalEnvironment(settings);
        }
        settings.set(RestOptions.PORT, uiPort);
        settings.set(RestOptions.BIND_PORT, Integer.toString(uiPort));
        return StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(settings);
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(jobDirectory);
    }
}
