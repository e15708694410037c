/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connect's opinion of a connector's configuration. It answers HTTP 200 also for a broken one and
 * tells so in {@code error_count}; an error may stand at several options and be counted as often.
 */
final class ConnectorValidation {

    private final Map<String, Set<String>> errors = new LinkedHashMap<>();
    private final Set<String> passwordOptions = new LinkedHashSet<>();
    private final int errorCount;

    ConnectorValidation(JsonNode body) {
        errorCount = body.path("error_count").asInt();
        for (JsonNode option : body.path("configs")) {
            String name = option.path("value").path("name").asText();
            for (JsonNode error : option.path("value").path("errors")) {
                errors.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(error.asText());
            }
            if (option.path("definition").path("type").asText().equals("PASSWORD")) {
                passwordOptions.add(name);
            }
        }
    }

    boolean isValid() {
        return errorCount == 0 && errors.isEmpty();
    }

    /** Options whose type says that they are secret. */
    Set<String> passwordOptions() {
        return passwordOptions;
    }

    /** One line for each error, with the option it belongs to. */
    String describe() {
        StringBuilder lines = new StringBuilder();
        errors.forEach(
                (option, messages) ->
                        messages.forEach(
                                message ->
                                        lines.append(System.lineSeparator())
                                                .append("  ")
                                                .append(option)
                                                .append(": ")
                                                .append(message)));
        return lines.length() == 0 ? " " + errorCount + " errors" : lines.toString();
    }
}
