/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import io.spillway.jobs.input.BadInputException;
import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A Flink SQL script, cut into statements, with its {@code ${env:NAME}} references resolved.
 *
 * @param name the file name, for messages
 * @param statements in order
 */
@Internal
public record SqlScript(String name, List<Statement> statements) {

    /**
     * Reads a script.
     *
     * @throws BadInputException if the file cannot be read, does not parse, or names an environment
     *     variable that is not set
     */
    public static SqlScript read(Path file, EnvReferences references) {
        return parse(file.getFileName().toString(), InputFile.read(file), references);
    }

    /** Parses the text of a script. */
    public static SqlScript parse(String name, String text, EnvReferences references) {
        List<String> problems = new ArrayList<>();
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : ScriptSplitter.split(name, text)) {
            List<String> lines = new ArrayList<>();
            for (String line : statement.text().split("\n", -1)) {
                int number = statement.line() + lines.size();
                lines.add(
                        references.resolve(
                                line,
                                // References stand in string literals.
                                value -> value.replace("'", "''"),
                                problem -> problems.add(name + ":" + number + ": " + problem)));
            }
            statements.add(new Statement(String.join("\n", lines), statement.line()));
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
        if (statements.isEmpty()) {
            throw new BadInputException(name + ": the script has no statement");
        }
        return new SqlScript(name, statements);
    }
}
