/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.Problems;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Parses YAML into blocks that know their lines. */
@Internal
public final class YamlFile {

    private YamlFile() {}

    /**
     * Parses a file whose top is a mapping.
     *
     * @param references resolves {@code ${env:NAME}} in every value
     * @param problems gets what is wrong now, and while the blocks are read
     * @throws io.spillway.jobs.input.BadInputException if the text is not YAML or no mapping
     */
    public static YamlBlock parse(
            String fileName, String text, EnvReferences references, Problems problems) {
        Optional<Node> root = Optional.empty();
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(fileName).build();
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            problems.add(line, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "not valid YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
        if (problems.isEmpty() && !(root.orElse(null) instanceof MappingNode)) {
            problems.add(
                    1, "a job is a mapping with the keys source, route and sink; this is none");
        }
        problems.throwIfAny();
        return YamlBlock.of((MappingNode) root.orElseThrow(), "", references, problems);
    }
}
