/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.Problems;
import io.spillway.jobs.yaml.YamlFile;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A sync job as its YAML file declares it, checked as far as the file alone can be checked.
 *
 * @param file name of the file, for messages
 * @param pipeline what holds for the whole job
 * @param source what is read
 * @param routes where each table goes, at least one, each table once
 * @param sink options common to all routes
 * @param deadLetter where refused records go; without it the first one fails the job
 */
@Internal
public record JobConfig(
        String file,
        PipelineConfig pipeline,
        SourceConfig source,
        List<RouteConfig> routes,
        SinkConfig sink,
        Optional<DeadLetterConfig> deadLetter) {

    /**
     * Reads the text of a job file.
     *
     * @param file its name, for messages
     * @throws io.spillway.jobs.input.BadInputException with everything that is wrong, by line
     */
    public static JobConfig parse(String file, String text, EnvReferences references) {
        Problems problems = new Problems(file);
        return new JobConfigReader(file, problems)
                .read(YamlFile.parse(file, text, references, problems));
    }
}
