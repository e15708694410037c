/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.log;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterJson;
import io.spillway.common.deadletter.DeadLetterWriter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each letter as one warning; JSON escapes what could break the line. */
@Internal
final class LogDeadLetterWriter implements DeadLetterWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogDeadLetterWriter.class);

    private final boolean includePayload;

    LogDeadLetterWriter(boolean includePayload) {
        this.includePayload = includePayload;
    }

    @Override
    public void open() {}

    @Override
    public void write(DeadLetter letter) {
        LOG.warn(
                "Dead letter {}",
                includePayload
                        ? new String(DeadLetterJson.toBytes(letter), StandardCharsets.UTF_8)
                        : DeadLetterJson.withoutPayload(letter));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
