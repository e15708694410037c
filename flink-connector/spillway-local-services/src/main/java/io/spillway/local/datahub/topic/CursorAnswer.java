/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * A cursor and what stands at it.
 *
 * @param cursor its 32 ASCII characters
 * @param sequence of the record there, or of the next one to come
 * @param recordTime system time of that record, of the last one if there is none, else 0; epoch
 *     milliseconds
 */
public record CursorAnswer(byte[] cursor, long sequence, long recordTime) {}
