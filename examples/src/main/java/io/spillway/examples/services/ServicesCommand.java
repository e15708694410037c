/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.services;

import io.spillway.jobs.cli.CliCommand;
import io.spillway.jobs.cli.SpillwayCli;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway services}. */
@Internal
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        description = {
            "Run DataHub, TDengine, PostgreSQL, Kafka and Kafka Connect on this machine until"
                    + " Ctrl-C.",
            "Starts those that are named by an option, or all of them. Everything they hold is gone"
                    + " afterwards."
        })
public final class ServicesCommand implements CliCommand {

    @Mixin private Selection selection;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        selection.complete();
        PrintWriter out = spec.commandLine().getOut();
        try (Services services = Services.start(selection)) {
            services.endpoints().forEach(out::println);
            out.println("Ready; Ctrl-C ends them.");
            out.flush();
            // Ctrl-C ends the process, and that closes the services; only tests interrupt.
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SpillwayCli.OK;
    }
}
