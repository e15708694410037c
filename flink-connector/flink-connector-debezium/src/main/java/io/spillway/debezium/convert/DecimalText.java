/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import org.apache.flink.annotation.PublicEvolving;

/**
 * How text in numeric columns is read.
 *
 * <p>With {@code decimal.handling.mode=precise}, Debezium's default, a decimal without schema is
 * base64 of its digits, and its scale is nowhere to be found: such a value is always refused. But a
 * base64 text can look like a number ({@code "1234"}), which would then be a wrong number.
 */
@PublicEvolving
public enum DecimalText {
    /** Takes a text for a number only if it cannot be base64: refuses 4, 8, 12... mere digits. */
    DETECT,
    /** Takes every plain number: the connector has {@code decimal.handling.mode=string}. */
    PLAIN
}
