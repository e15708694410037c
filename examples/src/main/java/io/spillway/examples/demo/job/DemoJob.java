/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.job;

import io.spillway.examples.demo.stack.DemoStack;
import io.spillway.jobs.SyncJob;
import io.spillway.local.datahub.LocalDataHub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** The job of {@code examples/jobs/postgres-to-datahub.yaml}, told where the services are. */
@Internal
public final class DemoJob {

    private static final String FILE = "/jobs/postgres-to-datahub.yaml";

    private DemoJob() {}

    /** Reads the file for a stack. */
    public static SyncJob read(DemoStack stack, int parallelism) throws IOException {
        LocalDataHub dataHub = stack.dataHub();
        Map<String, String> environment =
                Map.of(
                        "PARALLELISM", Integer.toString(parallelism),
                        "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                        "DATAHUB_ENDPOINT", dataHub.endpoint(),
                        "DATAHUB_PROJECT", DemoStack.PROJECT,
                        "DATAHUB_ACCESS_ID", dataHub.accessId(),
                        "DATAHUB_ACCESS_KEY_SECRET", dataHub.accessKeySecret());
        try (InputStream in = DemoJob.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("Not on the class path: " + FILE);
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SyncJob.fromYaml(yaml, environment);
        }
    }
}
