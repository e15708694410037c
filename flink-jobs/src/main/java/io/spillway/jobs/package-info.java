/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Sync jobs: {@link io.spillway.jobs.SyncJob} builds one from a file or from code. {@code config}
 * is what a job says, {@code plan} what follows from it, {@code route} what runs, {@code cli} the
 * command line.
 */
package io.spillway.jobs;
