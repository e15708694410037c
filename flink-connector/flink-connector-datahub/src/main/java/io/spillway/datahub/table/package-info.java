/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Tables of DataHub topics for Flink SQL: the options, the factory, and what turns rows into
 * records and back.
 */
package io.spillway.datahub.table;
