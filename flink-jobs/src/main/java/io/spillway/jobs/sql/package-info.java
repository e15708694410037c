/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * SQL scripts: split into statements, run one after the other, and a failure told with its line.
 */
package io.spillway.jobs.sql;
