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

/** How rows reach the server. */
@PublicEvolving
public enum SinkMode implements DescribedEnum {
    STMT2("stmt2", "Bound to a prepared INSERT, in binary: the fastest. Not over REST."),
    SQL("sql", "As the text of INSERT statements."),
    SCHEMALESS(
            "schemaless",
            "As lines of a protocol that makes tables and columns as needed; see "
                    + "sink.schemaless.protocol. Not over REST.");

    private final String value;
    private final String description;

    SinkMode(String value, String description) {
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
