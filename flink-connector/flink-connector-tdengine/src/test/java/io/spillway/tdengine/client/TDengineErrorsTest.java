/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TDengineErrorsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x000b, 0x0018, 0x0019, 0x0020, 0x0021, 0x0023, 0x0024, 0x0126, 0x012c, 0x0130,
                0x0131, 0x0137, 0x0102, 0x03d3, 0x032c, 0x0408, 0x0503, 0x0520, 0x0522, 0x0528,
                0x0529, 0x0541, 0x0903, 0x090c, 0x0911, 0x0914, 0x09ff, 0x2301, 0x2318, 0x231d,
                0x231e, 0x03ea
            })
    void passingStatesAreTriedAgain(int code) {
        assertThat(TDengineErrors.kind(code, "")).isEqualTo(FailureKind.RETRYABLE);
        assertThat(TDengineErrors.kind(0x80000000 | code, "")).isEqualTo(FailureKind.RETRYABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x050c, 0x0531, 0x0916, 0x0917, 0x0918})
    void aServerThatAsksForLessGetsLess(int code) {
        assertThat(TDengineErrors.kind(code, "")).isEqualTo(FailureKind.THROTTLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x060b, 0x2653, 0x3002, 0x0230, 0x2605})
    void badRowsAreTheirRecordsFault(int code) {
        assertThat(TDengineErrors.kind(code, "")).isEqualTo(FailureKind.RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x2600, 0x2602, 0x2603, 0x022b, 0x0603, 0x0362, 0x0388, 0x0357, 0x2802, 0x0800,
                0x080f, 0x4007, 0x4008, 0x03e1, 0x03e6, 0x7fff
            })
    void allElseNeedsAPerson(int code) {
        assertThat(TDengineErrors.kind(code, "")).isEqualTo(FailureKind.FATAL);
    }

    @ParameterizedTest
    @CsvSource({
        "server not connected, RETRYABLE",
        "Server closed, RETRYABLE",
        "unknown action x, FATAL",
        "message ID is not equal, FATAL"
    })
    void theAdaptersOwnErrorsAreToldApartByTheirText(String text, FailureKind kind) {
        assertThat(TDengineErrors.kind(0xffff, text)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "syntax error near 'x' (json parse error), RECORD",
        "syntax error near '{\"a\":[1]}' (invalidate json value), RECORD",
        "syntax error near 'k' (json key not validate), RECORD",
        "syntax error near 'POINT(1' (ParseException: Unexpected EOF parsing WKB), RECORD",
        "syntax error near 'values (1)' (TAGS is expected), FATAL"
    })
    void badValuesAmongSyntaxErrorsAreToldApartByTheirText(String text, FailureKind kind) {
        assertThat(TDengineErrors.kind(0x0216, text)).isEqualTo(kind);
    }

    @Test
    void whatTheServersWordsLeaveOutIsSaid() {
        assertThat(Failures.refused(0x80000115, "Invalid message", "insert 1 rows", "host:6041", 1))
                .hasMessageContaining("Invalid message (")
                .hasMessageContaining("belongs to another super table");
        assertThat(Failures.refused(0x2653, "Value too long", "insert 1 rows", "host:6041", 1))
                .hasMessageEndingWith("Value too long");
    }

    @Test
    void codesAreWrittenInFourHexDigits() {
        assertThat(TDengineErrors.code(0x8000060b)).isEqualTo("0x060b");
        assertThat(TDengineErrors.code(11)).isEqualTo("0x000b");
    }
}
