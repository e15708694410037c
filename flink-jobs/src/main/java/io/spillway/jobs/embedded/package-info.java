/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Flink inside the JVM of the command: where it listens, and what is told of a job that restarts.
 */
package io.spillway.jobs.embedded;
