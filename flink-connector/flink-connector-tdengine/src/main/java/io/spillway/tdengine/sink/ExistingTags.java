/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What becomes of the tags of a child table that exists when a row brings other ones. */
@PublicEvolving
public enum ExistingTags implements DescribedEnum {
    KEEP("keep", "They stay: tags count only for the row that makes the table."),
    ALTER(
            "alter",
            "They are set to those of the newest row, by one statement per tag, also once for each "
                    + "table after a start.");

    private final String value;
    private final String description;

    ExistingTags(String value, String description) {
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
