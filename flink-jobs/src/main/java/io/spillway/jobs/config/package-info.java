/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** What a job's file says, as immutable values, and what reads them. */
package io.spillway.jobs.config;
