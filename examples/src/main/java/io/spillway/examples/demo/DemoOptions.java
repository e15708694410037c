/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What the demo is asked for.
 *
 * @param changes row changes to make
 * @param poison records to inject that cannot be applied
 * @param parallelism of the job
 * @param report where the report is written, null for nowhere
 * @param ui whether Flink's web interface is served
 * @param keep whether everything stays until the process is ended
 */
@Internal
record DemoOptions(
        int changes,
        int poison,
        int parallelism,
        @Nullable Path report,
        boolean ui,
        boolean keep) {}
