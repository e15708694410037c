/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.embedded;

import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** Keeps an embedded Flink off the network. */
@Internal
public final class Loopback {

    /** The address it listens on. */
    public static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    /** New settings, to be added to; what is added wins. */
    public static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(RestOptions.ADDRESS, ADDRESS);
        settings.set(RestOptions.BIND_ADDRESS, ADDRESS);
        settings.set(JobManagerOptions.BIND_HOST, ADDRESS);
        settings.set(TaskManagerOptions.BIND_HOST, ADDRESS);
        return settings;
    }
}
