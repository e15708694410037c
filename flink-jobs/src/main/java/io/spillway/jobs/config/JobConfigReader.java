/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.jobs.input.Problems;
import io.spillway.jobs.yaml.YamlBlock;
import io.spillway.jobs.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** Reads the top of a job file; every problem is noted before any is thrown. */
@Internal
final class JobConfigReader {

    private static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final String file;
    private final Problems problems;

    JobConfigReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    JobConfig read(YamlBlock root) {
        Optional<YamlBlock> pipelineBlock = root.block("pipeline");
        Optional<YamlBlock> sourceBlock = root.requiredBlock("source");
        List<YamlBlock> routeBlocks = root.blocks("route");
        Optional<YamlBlock> sinkBlock = root.requiredBlock("sink");
        Optional<YamlBlock> deadLetterBlock = root.block("dead-letter");
        root.finish();

        PipelineConfig pipeline = pipeline(pipelineBlock, deadLetterBlock.isPresent());
        SourceConfig source =
                sourceBlock
                        .map(
                                block ->
                                        SourceReader.read(
                                                block,
                                                pipeline.name(),
                                                deadLetterBlock.isPresent()))
                        .orElse(null);
        SinkConfig sink = sinkBlock.map(this::sink).orElse(null);
        Options common = sink == null ? new Options(Map.of()) : sink.options();
        List<RouteConfig> routes = new RouteReader(common).readAll(routeBlocks);
        if (routeBlocks.isEmpty()) {
            problems.add(
                    root.lineOf("route"),
                    "'route' must be a list with at least one '- source-table: ...'");
        }
        Optional<DeadLetterConfig> deadLetter = deadLetterBlock.map(this::deadLetter);
        problems.throwIfAny();
        return new JobConfig(file, pipeline, source, routes, sink, deadLetter);
    }

    private PipelineConfig pipeline(Optional<YamlBlock> block, boolean hasDeadLetters) {
        if (block.isEmpty()) {
            return new PipelineConfig(
                    defaultName(),
                    java.util.OptionalInt.empty(),
                    DEFAULT_CHECKPOINT_INTERVAL,
                    ErrorHandling.DEAD_LETTER,
                    ErrorHandling.DEAD_LETTER,
                    new Options(Map.of()));
        }
        YamlBlock pipeline = block.get();
        PipelineConfig config =
                new PipelineConfig(
                        pipeline.value("name").map(YamlValue::text).orElseGet(this::defaultName),
                        pipeline.integer("parallelism", 1),
                        pipeline.duration("checkpoint-interval")
                                .orElse(DEFAULT_CHECKPOINT_INTERVAL),
                        refusal(pipeline, "unrouted", hasDeadLetters),
                        refusal(pipeline, "truncate", hasDeadLetters),
                        new Options(
                                pipeline.block("flink")
                                        .map(flink -> flink.flattened().options(""))
                                        .orElse(Map.of())));
        pipeline.finish();
        return config;
    }

    private ErrorHandling refusal(YamlBlock pipeline, String key, boolean hasDeadLetters) {
        Optional<ErrorHandling> choice = pipeline.choice(key, ErrorHandling.class);
        if (choice.orElse(null) == ErrorHandling.DEAD_LETTER && !hasDeadLetters) {
            pipeline.problem(key, "is 'dead-letter', but the job has no 'dead-letter' block");
        }
        return choice.orElse(ErrorHandling.DEAD_LETTER);
    }

    private SinkConfig sink(YamlBlock block) {
        YamlBlock flat = block.flattened();
        String connector = flat.requiredValue("connector").map(YamlValue::text).orElse("");
        return new SinkConfig(block.lineOf("connector"), connector, new Options(flat.options("")));
    }

    private DeadLetterConfig deadLetter(YamlBlock block) {
        YamlBlock flat = block.flattened();
        if (!flat.keys().contains("type")) {
            problems.add(block.line(), "'dead-letter.type' is missing");
        }
        return new DeadLetterConfig(block.line(), new Options(flat.options("")));
    }

    private String defaultName() {
        return file.replaceFirst("\\.ya?ml$", "");
    }
}
