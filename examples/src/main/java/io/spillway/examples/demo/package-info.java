/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The demo: changes of PostgreSQL through Debezium, Kafka and Flink into DataHub, with failures on
 * purpose, and a reconciliation at the end.
 */
package io.spillway.examples.demo;
