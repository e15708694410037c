/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.codec.AttributeAppender;
import io.spillway.datahub.client.model.EncodedRecord;
import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Gives records their {@link DedupAttributes}. Used by the task thread only. */
@Internal
final class RecordNumbers {

    private final WriterIdentity writer;
    private final AttributeAppender appender = new AttributeAppender();
    private long nextIndex;

    RecordNumbers(WriterIdentity writer) {
        this.writer = writer;
        this.nextIndex = writer.nextIndex();
    }

    EncodedRecord number(EncodedRecord record) throws IOException {
        EncodedRecord numbered =
                appender.begin()
                        .add(DedupAttributes.JOB, writer.job())
                        .add(DedupAttributes.WRITER, writer.writer())
                        .add(DedupAttributes.INDEX, Long.toString(nextIndex))
                        .appendTo(record);
        nextIndex++;
        return numbered;
    }

    WriterIdentity state() {
        return new WriterIdentity(writer.job(), writer.writer(), nextIndex);
    }
}
