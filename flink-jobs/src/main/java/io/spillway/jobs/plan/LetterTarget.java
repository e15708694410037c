/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.jobs.config.DeadLetterConfig;
import io.spillway.jobs.config.JobConfig;
import io.spillway.jobs.config.SourceConfig;
import io.spillway.jobs.input.Problems;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;

/** Where the letters of a job go. */
@Internal
final class LetterTarget {

    private LetterTarget() {}

    /** What the {@code dead-letter} block asks for; without one, letters fail the job. */
    static ErrorPolicy policy(JobConfig job, Problems problems) {
        if (job.deadLetter().isEmpty()) {
            return ErrorPolicy.FAIL;
        }
        DeadLetterConfig block = job.deadLetter().get();
        refuseLoop(job.source(), block, problems);
        try {
            return DeadLetterWriters.policy(
                    tableOptions(block), Thread.currentThread().getContextClassLoader());
        } catch (ValidationException e) {
            problems.add(block.line(), e.getMessage());
            return ErrorPolicy.FAIL;
        }
    }

    /** The block as options of a Spillway table. */
    static Map<String, String> tableOptions(DeadLetterConfig block) {
        Map<String, String> options = new TreeMap<>();
        block.options()
                .toMap()
                .forEach((key, value) -> options.put(DeadLetterOptions.PREFIX + key, value));
        options.put(DeadLetterOptions.ON_ERROR.key(), ErrorHandling.DEAD_LETTER.toString());
        return options;
    }

    /** A letter read back as a change would become a letter again, for ever. */
    private static void refuseLoop(SourceConfig source, DeadLetterConfig block, Problems problems) {
        Map<String, String> options = block.options().toMap();
        String topic = options.get("topic");
        if ("kafka".equals(options.get("type")) && topic != null && source.reads(topic)) {
            problems.add(
                    block.options().lineOf("topic", block.line()),
                    "'dead-letter.topic' is '"
                            + topic
                            + "', which the job itself reads: letters would go round for ever");
        }
    }
}
