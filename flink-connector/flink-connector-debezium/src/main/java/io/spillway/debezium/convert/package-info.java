/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Rows of changes: {@link io.spillway.debezium.convert.ChangeRowConverter} turns what a change
 * holds into the columns that a target declares, or says which column does not fit.
 */
package io.spillway.debezium.convert;
