/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.services;

import io.spillway.jobs.input.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * A DataHub topic to create, written {@code project.topic=id:BIGINT,name:STRING@shards}.
 *
 * @param columns each {@code name:TYPE}, or {@code name:TYPE!} for a column that is not null
 */
@Internal
record TopicSpec(String project, String topic, int shards, String[] columns) {

    private static final Pattern FORM =
            Pattern.compile("(\\w+)\\.(\\w+)=(\\w+:\\w+!?(?:,\\w+:\\w+!?)*)(?:@([1-9]\\d{0,2}))?");

    /**
     * Reads it.
     *
     * @throws BadInputException if it has another form
     */
    static TopicSpec parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadInputException(
                    "--topic is '"
                            + text
                            + "'; write it as project.topic=id:BIGINT,name:STRING or, with more than"
                            + " one shard, project.topic=id:BIGINT,name:STRING@4");
        }
        return new TopicSpec(
                matcher.group(1),
                matcher.group(2),
                matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4)),
                matcher.group(3).split(","));
    }
}
