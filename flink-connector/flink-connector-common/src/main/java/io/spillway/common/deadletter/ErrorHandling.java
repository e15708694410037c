/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What to do with a record that can never be decoded or written. */
@PublicEvolving
public enum ErrorHandling implements DescribedEnum {
    FAIL("fail", "Fail the job; nothing is skipped."),
    DEAD_LETTER("dead-letter", "Write the record to the dead letters and go on."),
    IGNORE("ignore", "Count the record in a metric, log it without its data, and go on.");

    private final String value;
    private final String description;

    ErrorHandling(String value, String description) {
        this.value = value;
        this.description = description;
    }

    @Override
    public String toString() {
        return value;
    }

    @Override
    public InlineElement getDescription() {
        return TextElement.text(description);
    }
}
