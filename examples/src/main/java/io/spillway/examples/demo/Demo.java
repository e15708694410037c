/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.examples.demo.job.DemoJob;
import io.spillway.examples.demo.job.JobUnderTest;
import io.spillway.examples.demo.reconcile.LetterCheck;
import io.spillway.examples.demo.reconcile.Reconciliation;
import io.spillway.examples.demo.reconcile.TableResult;
import io.spillway.examples.demo.stack.DemoStack;
import io.spillway.examples.demo.watch.ProgressLine;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.host.FreePort;
import io.spillway.local.host.OpenServices;
import io.spillway.local.host.RunDirectory;
import java.io.PrintWriter;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;

/** The demo from the start of the services to the report. */
@Internal
final class Demo {

    private static final String DIRECTORY_KIND = "demo";
    private static final int MOST_PROBLEMS = 5;

    private final DemoOptions options;
    private final PrintWriter out;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private volatile boolean stopping;

    /**
     * @param terminal whether {@code out} is one
     */
    Demo(DemoOptions options, PrintWriter out, boolean terminal) {
        this.options = options;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs the demo.
     *
     * @return whether all changes arrived and all poison became letters
     */
    boolean run() throws Exception {
        try {
            return runToTheEnd();
        } catch (Exception e) {
            if (stopping) {
                awaitEndOfProcess();
            }
            throw e;
        }
    }

    private boolean runToTheEnd() throws Exception {
        say("Starting PostgreSQL, Kafka, Kafka Connect with Debezium, and DataHub ...");
        RunDirectory.removeStale(DIRECTORY_KIND, stale -> {});
        try (DemoStack stack = DemoStack.start(options.parallelism());
                RunDirectory directory = RunDirectory.create(DIRECTORY_KIND)) {
            OpenServices.add(directory);
            try (JobUnderTest job =
                    new JobUnderTest(
                            DemoJob.read(stack, options.parallelism()),
                            directory.path(),
                            options.ui() ? FreePort.pick() : 0)) {
                AutoCloseable stop = () -> stop(job);
                OpenServices.add(stop);
                try {
                    return runJob(stack, job);
                } finally {
                    OpenServices.remove(stop);
                    OpenServices.remove(directory);
                }
            }
        }
    }

    private boolean runJob(DemoStack stack, JobUnderTest job) throws Exception {
        startCaptureAndJob(stack, job);
        say("Services and job are up after %.1f s.", secondsSinceBegin());
        if (job.uiAddress() != null) {
            say("Flink's web interface: %s", job.uiAddress());
        }
        say(
                "Making %,d row changes, with %,d poison records in between ...",
                options.changes(), options.poison());
        DataHubGatewayFactory gateways = gateways(stack.dataHub());
        boolean clean;
        try (DataHubGateway gateway = gateways.create();
                DemoRun run =
                        new DemoRun(
                                options, stack, gateway, job, new ProgressLine(out, terminal))) {
            run.run();
            if (!options.keep()) {
                job.close();
            }
            clean = reconcile(stack, gateways, run);
        }
        if (options.keep()) {
            WhereToLook.lines(stack, job.uiAddress()).forEach(out::println);
            out.flush();
            awaitEndOfProcess();
        }
        return clean;
    }

    /** Both take a while and need nothing of each other. */
    private static void startCaptureAndJob(DemoStack stack, JobUnderTest job) throws Exception {
        FutureTask<Void> capture =
                new FutureTask<>(
                        () -> {
                            stack.capture();
                            return null;
                        });
        Thread thread = new Thread(capture, "demo-capture-start");
        thread.setDaemon(true);
        thread.start();
        try {
            job.start();
        } finally {
            capture.get();
        }
    }

    private boolean reconcile(DemoStack stack, DataHubGatewayFactory gateways, DemoRun run)
            throws Exception {
        say("Reading everything back and comparing it with PostgreSQL ...");
        List<TableResult> tables;
        try (Connection connection = stack.postgres().connect()) {
            tables =
                    new Reconciliation(gateways, DemoStack.PROJECT)
                            .run(connection, run.workload().committedByTable());
        }
        DemoReport report =
                DemoReport.of(tables, run.letters().count(), run.restarts(), run.millis());
        List<String> problems = LetterCheck.problems(run.poison(), run.letters().letters());
        print(tables, report, problems);
        if (options.report() != null) {
            report.write(options.report());
        }
        if (run.isStalled()) {
            say("FAILED: nothing moved for 60 s; what is missing by then is counted as lost.");
            return false;
        }
        boolean clean = report.isClean(options.poison()) && problems.isEmpty();
        say(
                clean
                        ? "OK: every change arrived, every poison record is a dead letter."
                        : "FAILED: see above.");
        return clean;
    }

    private void print(List<TableResult> tables, DemoReport report, List<String> problems) {
        say("");
        ResultTable.lines(tables).forEach(out::println);
        say("");
        say(
                "%,d changes, %,d applied (%,d delivered again after the restart), %,d dead letters"
                        + " of %,d poison records, %,d lost, %,d wrong.",
                report.changes(),
                report.applied(),
                report.duplicates(),
                report.deadLetters(),
                options.poison(),
                report.lost(),
                report.wrong());
        say(
                "%.1f s from the first change to the last one applied: %,d changes/s. %.1f s in"
                        + " all.",
                report.seconds(), report.changesPerSecond(), secondsSinceBegin());
        for (TableResult table : tables) {
            if (table.example() != null) {
                say("%s, for example: %s", table.table(), table.example());
            }
        }
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> say("%s", problem));
        if (problems.size() > MOST_PROBLEMS) {
            say("... and %,d more", problems.size() - MOST_PROBLEMS);
        }
    }

    private static DataHubGatewayFactory gateways(LocalDataHub dataHub) {
        return HttpDataHubGateway.factory(
                DataHubGatewayOptions.builder()
                        .endpoint(dataHub.endpoint())
                        .credentials(
                                StaticCredentialsProvider.of(
                                        dataHub.accessId(), dataHub.accessKeySecret()))
                        .build());
    }

    /** The first thing that happens when the process is told to end: then the services close. */
    private void stop(JobUnderTest job) {
        stopping = true;
        job.close();
    }

    /** What fails while the services are closing under it is no failure of the demo. */
    private static void awaitEndOfProcess() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private double secondsSinceBegin() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 1000.0;
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
