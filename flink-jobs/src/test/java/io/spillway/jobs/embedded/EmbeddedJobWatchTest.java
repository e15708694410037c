/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobExecutionStatusEvent;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.core.execution.JobStatusChangedListenerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watch makes of what a job tells. */
class EmbeddedJobWatchTest {

    private static final Exception ROOT = new Exception("disk full");
    private static final Exception SEQUEL =
            new Exception("task failed", new Exception("An OperatorEvent from an X was lost"));

    private final EmbeddedJobWatch watch = new EmbeddedJobWatch();
    private final Configuration options = new Configuration();

    EmbeddedJobWatchTest() {
        watch.addTo(options);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void theLastFailureIsKept() {
        assertThat(watch.failure()).isEmpty();
        tell(JobStatus.RUNNING, null);
        assertThat(watch.failure()).isEmpty();
        tell(JobStatus.FAILING, ROOT);
        tell(JobStatus.FAILED, null);
        assertThat(watch.failure()).containsSame(ROOT);
        Exception later = new Exception("disk gone");
        tell(JobStatus.FAILING, later);
        assertThat(watch.failure()).containsSame(later);
    }

    @Test
    void whatFollowsFromAFailureDoesNotHideIt() {
        tell(JobStatus.FAILING, ROOT);
        tell(JobStatus.FAILED, SEQUEL);
        assertThat(watch.failure()).containsSame(ROOT);

        watch.reset();
        assertThat(watch.failure()).isEmpty();
        tell(JobStatus.FAILED, SEQUEL);
        assertThat(watch.failure()).as("better than nothing").containsSame(SEQUEL);
    }

    @Test
    void eachWatchHearsOfItsOwnJobsUntilItIsClosed() {
        try (EmbeddedJobWatch other = new EmbeddedJobWatch()) {
            Configuration others = new Configuration();
            other.addTo(others);
            listener(others).onEvent(new Event(JobStatus.FAILED, ROOT));
            assertThat(other.failure()).containsSame(ROOT);
            assertThat(watch.failure()).isEmpty();

            other.reset();
            other.close();
            listener(others).onEvent(new Event(JobStatus.FAILED, ROOT));
            assertThat(other.failure()).isEmpty();
        }
        listener(new Configuration()).onEvent(new Event(JobStatus.FAILED, ROOT));
        assertThat(watch.failure()).as("of a job that nobody watches").isEmpty();
    }

    @Test
    void optionsThatAreShownDoNotTellOfIt() {
        Configuration shown = new Configuration(options);
        EmbeddedJobWatch.removeFrom(shown);
        assertThat(options.toMap()).isNotEmpty();
        assertThat(shown.toMap()).isEmpty();
    }

    private void tell(JobStatus status, Throwable exception) {
        listener(options).onEvent(new Event(status, exception));
    }

    private static JobStatusChangedListener listener(Configuration options) {
        return new EmbeddedJobWatch.ListenerFactory()
                .createListener(
                        new JobStatusChangedListenerFactory.Context() {
                            @Override
                            public Configuration getConfiguration() {
                                return options;
                            }

                            @Override
                            public ClassLoader getUserClassLoader() {
                                return EmbeddedJobWatchTest.class.getClassLoader();
                            }

                            @Override
                            public Executor getIOExecutor() {
                                return Runnable::run;
                            }
                        });
    }

    private record Event(JobStatus newStatus, Throwable exception)
            implements JobExecutionStatusEvent {

        @Override
        public JobStatus oldStatus() {
            return JobStatus.RUNNING;
        }

        @Override
        public JobID jobId() {
            return new JobID();
        }

        @Override
        public String jobName() {
            return "job";
        }
    }
}
