/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Names of the metrics that connectors register beyond Flink's standard ones. */
package io.spillway.common.metrics;
