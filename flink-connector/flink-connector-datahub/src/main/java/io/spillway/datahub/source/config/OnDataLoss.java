/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What to do when the records a job would read next are no longer kept. */
@PublicEvolving
public enum OnDataLoss implements DescribedEnum {
    FAIL("fail", "Fail the job and tell what is missing."),
    EARLIEST("earliest", "Warn, and go on with the oldest record that is left."),
    LATEST("latest", "Warn, and go on with records written from now on.");

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
