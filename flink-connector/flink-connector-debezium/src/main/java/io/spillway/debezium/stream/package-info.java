/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Decoding in a job: a function that gives changes on and undecodable records to dead letters. */
package io.spillway.debezium.stream;
