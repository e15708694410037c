/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** From a job's configuration to Flink's operators: sources, routes, targets, dead letters. */
package io.spillway.jobs.plan;
