/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Envelopes read: {@link io.spillway.debezium.decode.DebeziumDecoder} makes a change of the bytes
 * of a record, with a schema or without, or says why it cannot.
 */
package io.spillway.debezium.decode;
