/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.TestLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogDeadLetterWriterTest {

    private final Logger logger = (Logger) LogManager.getLogger(LogDeadLetterWriter.class);
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.removeAppender(lines);
        lines.stop();
    }

    @Test
    void oneWarningPerLetterWithoutItsData() throws Exception {
        write(Map.of());

        assertThat(lines.warnings).hasSize(1);
        assertThat(lines.warnings.get(0))
                .contains("kafka/orders/0/7/deserialize", "InvalidJson")
                .doesNotContain("private", "\n");
    }

    @Test
    void withItsDataIfAsked() throws Exception {
        write(Map.of("dead-letter.include-payload", "true"));

        assertThat(lines.warnings).hasSize(1);
        assertThat(lines.warnings.get(0)).contains("private\\nvalue").doesNotContain("\n");
    }

    private void write(Map<String, String> more) throws Exception {
        Map<String, String> options = new TreeMap<>(more);
        options.put("on-error", "dead-letter");
        options.put("dead-letter.type", "log");
        try (DeadLetterWriter writer =
                DeadLetterWriters.resolve(options, getClass().getClassLoader())
                        .orElseThrow()
                        .createWriter()) {
            writer.open();
            writer.write(TestLetters.at("orders", 7, "private\nvalue"));
            writer.flush();
        }
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> warnings = new ArrayList<>();

        private Lines() {
            super("lines", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLevel() == Level.WARN) {
                warnings.add(event.getMessage().getFormattedMessage());
            }
        }
    }
}
