/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * PostgreSQL on this machine, with logical decoding: {@link
 * io.spillway.local.postgres.LocalPostgres} starts one from binaries that Maven brings, and a
 * watchdog ends it with its JVM.
 */
package io.spillway.local.postgres;
