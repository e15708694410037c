/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.config;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What to do when the rows a job would read next are no longer kept. */
@PublicEvolving
public enum OnDataLoss implements DescribedEnum {
    FAIL("fail", "Fail the job and tell what is missing."),
    EARLIEST("earliest", "Warn, count, and go on with the oldest row that is left.");

    private final String value;
    private final String description;

    OnDataLoss(String value, String description) {
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
