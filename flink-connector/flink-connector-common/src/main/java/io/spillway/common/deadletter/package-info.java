/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Records that cannot be read, converted or written, kept instead of lost: what a {@link
 * io.spillway.common.deadletter.DeadLetter} holds, what decides about one ({@link
 * io.spillway.common.deadletter.RecordErrorHandler}), and where it goes ({@link
 * io.spillway.common.deadletter.DeadLetterWriterFactory}; the packages below are the targets).
 */
package io.spillway.common.deadletter;
