/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** The metrics that connectors register beyond Flink's standard ones, and how they are counted. */
package io.spillway.common.metrics;
