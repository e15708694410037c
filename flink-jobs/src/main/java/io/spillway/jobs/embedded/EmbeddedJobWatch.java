/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.embedded;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.JobExecutionStatusEvent;
import org.apache.flink.core.execution.JobStatusChangedEvent;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.core.execution.JobStatusChangedListenerFactory;

/**
 * Sees why jobs of an embedded Flink restart and fail.
 *
 * <p>An embedded Flink ends together with its job, often before the client has asked for the
 * reason; then all the client learns is that the cluster is gone. The job itself tells in time.
 */
@Internal
public final class EmbeddedJobWatch implements AutoCloseable {

    private static final ConfigOption<String> WATCH =
            ConfigOptions.key("spillway.embedded.watch")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Which watch of this process the job reports to.");

    private static final Map<String, EmbeddedJobWatch> WATCHES = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Consumer<Throwable> restarts;
    @Nullable private volatile Throwable failure;
    @Nullable private volatile RestartReasons reasons;

    /** Watches jobs that do not restart. */
    public EmbeddedJobWatch() {
        this(reason -> {});
    }

    /**
     * @param restarts gets the reason of each restart, on another thread
     */
    public EmbeddedJobWatch(Consumer<Throwable> restarts) {
        this.restarts = restarts;
        WATCHES.put(id, this);
    }

    /**
     * As {@link #addTo}, for a job that may restart.
     *
     * @throws IOException if no port is free
     */
    public void addWithRestartsTo(Configuration options) throws IOException {
        reasons = new RestartReasons(options);
        addTo(options);
    }

    /** Makes jobs started with these options report to this watch. */
    public void addTo(Configuration options) {
        options.set(WATCH, id);
        options.set(
                DeploymentOptions.JOB_STATUS_CHANGED_LISTENERS,
                List.of(ListenerFactory.class.getName()));
    }

    /** The opposite of {@link #addTo}, for options that are shown. */
    public static void removeFrom(Configuration options) {
        options.removeConfig(WATCH);
        options.removeConfig(DeploymentOptions.JOB_STATUS_CHANGED_LISTENERS);
    }

    /** Why the last job that failed did so. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Forgets the last failure. */
    public void reset() {
        failure = null;
    }

    @Override
    public void close() {
        WATCHES.remove(id);
    }

    private void onEvent(JobExecutionStatusEvent event) {
        RestartReasons known = reasons;
        if (event.newStatus() == JobStatus.RESTARTING && known != null) {
            known.ask(event.jobId()).thenAccept(reason -> reason.ifPresent(this::onRestart));
        }
        Throwable exception = event.exception();
        if (exception != null && (failure == null || !isSequel(exception))) {
            failure = exception;
        }
    }

    private void onRestart(Throwable reason) {
        failure = reason;
        restarts.accept(reason);
    }

    /**
     * Whether it only says that a task was gone already when it should have been told something.
     */
    static boolean isSequel(Throwable exception) {
        for (Throwable t = exception; t != null; t = t.getCause()) {
            if (String.valueOf(t.getMessage()).contains("An OperatorEvent from an")) {
                return true;
            }
        }
        return false;
    }

    /** Made by Flink, by its name. */
    @Internal
    public static final class ListenerFactory implements JobStatusChangedListenerFactory {

        @Override
        public JobStatusChangedListener createListener(Context context) {
            String id = context.getConfiguration().get(WATCH);
            return event -> report(id, event);
        }

        private static void report(@Nullable String id, JobStatusChangedEvent event) {
            EmbeddedJobWatch watch = id == null ? null : WATCHES.get(id);
            if (watch != null && event instanceof JobExecutionStatusEvent status) {
                watch.onEvent(status);
            }
        }
    }
}
