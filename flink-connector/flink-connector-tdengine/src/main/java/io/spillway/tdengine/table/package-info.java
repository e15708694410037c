/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Tables of TDengine for Flink SQL: the options, the factory, and what turns rows of Flink into
 * rows of TDengine and back.
 */
package io.spillway.tdengine.table;
