/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordErrorHandlerTest {

    private final CountingMetricGroup metrics = new CountingMetricGroup();
    private final DeadLetter letter = TestLetters.at("orders", 42, "secret-value");

    @Test
    void failNamesOriginAndCodeAndKeepsTheCauseButNoData() throws Exception {
        IllegalStateException cause = new IllegalStateException("why");
        try (RecordErrorHandler handler = ErrorPolicy.FAIL.openHandler(metrics)) {
            assertThatThrownBy(() -> handler.handle(letter, cause))
                    .isInstanceOf(RecordRejectedException.class)
                    .hasCause(cause)
                    .hasMessageContaining("kafka 'orders' partition 0 position 42")
                    .hasMessageContaining("InvalidJson: not JSON")
                    .hasMessageContaining("'on-error'")
                    .hasMessageNotContaining("secret-value");
        }
    }

    @Test
    void ignoreCountsAndGoesOn() throws Exception {
        try (RecordErrorHandler handler = ErrorPolicy.IGNORE.openHandler(metrics)) {
            for (int i = 0; i < 2_500; i++) {
                handler.handle(letter);
            }
            handler.flush();
        }
        assertThat(metrics.count("numRecordsIgnored")).isEqualTo(2_500);
        assertThat(metrics.count("numDeadLetters")).isZero();
    }

    @Test
    void deadLetterWritesFlushesAndCloses() throws Exception {
        RecordingWriter writer = new RecordingWriter();
        try (RecordErrorHandler handler =
                ErrorPolicy.deadLetter(() -> writer).openHandler(metrics)) {
            handler.handle(letter);
            handler.flush();
        }
        assertThat(writer.calls).containsExactly("open", "write " + letter.id(), "flush", "close");
        assertThat(metrics.count("numDeadLetters")).isEqualTo(1);
    }

    @Test
    void aLetterThatCannotBeWrittenIsNotCountedAndThrows() throws Exception {
        RecordingWriter writer = new RecordingWriter();
        writer.failure = new IOException("target gone");
        try (RecordErrorHandler handler =
                new RecordErrorHandler(ErrorHandling.DEAD_LETTER, writer, metrics)) {
            assertThatThrownBy(() -> handler.handle(letter)).isSameAs(writer.failure);
            assertThatThrownBy(handler::flush).isSameAs(writer.failure);
        }
        assertThat(metrics.count("numDeadLetters")).isZero();
    }

    @Test
    void aTargetThatCannotBeOpenedIsClosedAgain() {
        RecordingWriter writer = new RecordingWriter();
        writer.failure = new IOException("no such topic");
        ErrorPolicy policy = ErrorPolicy.deadLetter(() -> writer);
        assertThatThrownBy(() -> policy.openHandler(metrics)).isSameAs(writer.failure);
        assertThat(writer.calls).containsExactly("open", "close");
    }

    @Test
    void policyAndTargetMustAgree() {
        assertThatThrownBy(() -> new ErrorPolicy(ErrorHandling.DEAD_LETTER, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorPolicy(ErrorHandling.FAIL, RecordingWriter::new))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class RecordingWriter implements DeadLetterWriter {
        private final List<String> calls = new ArrayList<>();
        private IOException failure;

        @Override
        public void open() throws IOException {
            calls.add("open");
            throwFailure();
        }

        @Override
        public void write(DeadLetter letter) throws IOException {
            calls.add("write " + letter.id());
            throwFailure();
        }

        @Override
        public void flush() throws IOException {
            calls.add("flush");
            throwFailure();
        }

        @Override
        public void close() {
            calls.add("close");
        }

        private void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
