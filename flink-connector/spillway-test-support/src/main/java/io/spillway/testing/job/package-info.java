/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Jobs of texts on an embedded Flink: started, failed, stopped with a savepoint, started again. */
package io.spillway.testing.job;
