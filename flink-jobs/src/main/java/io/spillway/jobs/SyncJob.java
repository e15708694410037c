/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs;

import io.spillway.jobs.config.JobConfig;
import io.spillway.jobs.config.PipelineConfig;
import io.spillway.jobs.embedded.EmbeddedJobWatch;
import io.spillway.jobs.embedded.Loopback;
import io.spillway.jobs.input.BadInputException;
import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.InputFile;
import io.spillway.jobs.plan.SyncPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FlinkException;

/**
 * A sync job: changes of database tables, read from Kafka, written to a table of any Flink
 * connector each.
 *
 * <pre>{@code
 * JobClient client = SyncJob.fromYaml(Path.of("job.yaml"), System.getenv())
 *         .start(new Configuration());
 * }</pre>
 *
 * <p>Immutable; may be attached or started any number of times.
 */
@PublicEvolving
public final class SyncJob {

    private final JobConfig config;
    private final SyncPlan plan;

    private SyncJob(JobConfig config, SyncPlan plan) {
        this.config = config;
        this.plan = plan;
    }

    /**
     * Reads a job file.
     *
     * @param environment what {@code ${env:NAME}} is resolved from
     * @throws BadInputException with everything that is wrong, one line each
     */
    public static SyncJob fromYaml(Path file, Map<String, String> environment) {
        return fromYaml(file, new EnvReferences(environment));
    }

    /**
     * Reads a job file.
     *
     * @param references resolves {@code ${env:NAME}}, and can mask the values in messages later
     * @throws BadInputException with everything that is wrong, one line each
     */
    public static SyncJob fromYaml(Path file, EnvReferences references) {
        return parse(file.getFileName().toString(), InputFile.read(file), references);
    }

    /**
     * Reads a job from text.
     *
     * @param environment what {@code ${env:NAME}} is resolved from
     * @throws BadInputException with everything that is wrong, one line each
     */
    public static SyncJob fromYaml(String yaml, Map<String, String> environment) {
        return parse("job.yaml", yaml, new EnvReferences(environment));
    }

    private static SyncJob parse(String name, String yaml, EnvReferences references) {
        JobConfig config = JobConfig.parse(name, yaml, references);
        return new SyncJob(config, SyncPlan.of(config));
    }

    /** The job's name. */
    public String name() {
        return config.pipeline().name();
    }

    /** What the job will do, in a few lines, without secrets. */
    public String explain() {
        return plan.explain();
    }

    /**
     * Plans the job as {@link #start} does, and starts nothing.
     *
     * @throws BadInputException if a connector refuses its options
     */
    public void check() {
        plan.attach(StreamExecutionEnvironment.createLocalEnvironment());
    }

    /**
     * Adds the job to an environment and applies the settings of the file to it; the caller
     * executes.
     *
     * @throws BadInputException if a connector refuses its options
     */
    public void attach(StreamExecutionEnvironment env) {
        env.configure(settings(), Thread.currentThread().getContextClassLoader());
        plan.attach(env);
    }

    /**
     * Starts the job where the process runs: on an embedded Flink, or on the cluster of {@code
     * flink run}.
     *
     * @param overrides Flink options; they win over those of the file. {@code
     *     execution.state-recovery.path} continues from a checkpoint
     * @throws BadInputException if a connector refuses its options
     * @throws Exception if the job cannot be submitted
     */
    public JobClient start(Configuration overrides) throws Exception {
        return environment(overrides).executeAsync(name());
    }

    /**
     * As {@link #start}, and waits for the end.
     *
     * @param restarts gets the reason each time an embedded job restarts, on a thread of Flink
     * @throws BadInputException if a connector refuses its options
     * @throws Exception if the job fails
     */
    public void run(Configuration overrides, Consumer<Throwable> restarts) throws Exception {
        try (EmbeddedJobWatch watch = new EmbeddedJobWatch(restarts)) {
            Configuration watched = new Configuration(overrides);
            if (StreamExecutionEnvironment.getExecutionEnvironment()
                    instanceof LocalStreamEnvironment) {
                watch.addWithRestartsTo(watched);
            }
            StreamExecutionEnvironment env = environment(watched);
            try {
                env.execute(name());
            } catch (Exception e) {
                throw watch.failure().isEmpty()
                        ? e
                        : new FlinkException("Job " + name() + " failed", watch.failure().get());
            }
        }
    }

    private StreamExecutionEnvironment environment(Configuration overrides) {
        Configuration settings = settings();
        settings.addAll(overrides);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        if (env instanceof LocalStreamEnvironment) {
            Configuration local = Loopback.settings();
            giveUpAfterRestarts(local);
            local.addAll(settings);
            env.configure(local, Thread.currentThread().getContextClassLoader());
        }
        plan.attach(env);
        return env;
    }

    private Configuration settings() {
        PipelineConfig pipeline = config.pipeline();
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.NAME, pipeline.name());
        // Nothing in the job changes a record after it has handed it on.
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, pipeline.checkpointInterval());
        pipeline.parallelism().ifPresent(n -> settings.set(CoreOptions.DEFAULT_PARALLELISM, n));
        settings.addAll(Configuration.fromMap(pipeline.flink().toMap()));
        return settings;
    }

    /**
     * On a cluster, the cluster says how long a job is restarted. A process in the foreground tries
     * a little and then tells the reason: who waits for it must not wait for ever.
     */
    private static void giveUpAfterRestarts(Configuration settings) {
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(500));
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(2));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 3);
    }
}
