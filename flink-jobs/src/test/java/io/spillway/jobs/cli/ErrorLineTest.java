/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class ErrorLineTest {

    @Test
    void theServicesAnswerIsFoundUnderFlinksWrappers() {
        ServiceException refused =
                new ServiceException(
                        FailureKind.FATAL,
                        "Unauthorized",
                        401,
                        "2026-x",
                        "DataHub refused: Unauthorized, request id 2026-x",
                        null);
        Exception failure =
                new ExecutionException(
                        new Exception(
                                "Job execution failed.",
                                new RuntimeException(
                                        "Recovery is suppressed by NoRestart",
                                        new SerializedThrowable(
                                                new RuntimeException("One or more", refused)))));

        assertThat(ErrorLine.of(failure))
                .isEqualTo("DataHub refused: Unauthorized, request id 2026-x");
    }

    @Test
    void theReasonKeepsWhatStandsAboveIt() {
        assertThat(
                        ErrorLine.of(
                                new RuntimeException(
                                        "Failed to get metadata for topics [nowhere].",
                                        new IllegalStateException("no such topic"))))
                .isEqualTo("Failed to get metadata for topics [nowhere]: no such topic");
    }

    @Test
    void aWrapperThatRepeatsItsCauseAddsNothing() {
        assertThat(
                        ErrorLine.of(
                                new CompletionException(
                                        new RuntimeException(new ConnectException("refused")))))
                .isEqualTo("refused");
    }

    @Test
    void onlyOneLineAndNeverNothing() {
        assertThat(ErrorLine.of(new IllegalStateException("one\n  two\n\nthree")))
                .isEqualTo("one two three");
        assertThat(ErrorLine.of(new NullPointerException())).isEqualTo("NullPointerException");
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        assertThat(ErrorLine.of(a)).isEqualTo("a: b");
    }
}
