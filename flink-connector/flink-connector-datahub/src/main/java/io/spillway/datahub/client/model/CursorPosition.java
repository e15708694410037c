/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * A resolved cursor.
 *
 * @param cursor opaque, short-lived
 * @param sequence sequence of the record it stands at
 * @param systemTimeMillis system time of that record, epoch milliseconds
 */
@Experimental
public record CursorPosition(String cursor, long sequence, long systemTimeMillis) {}
