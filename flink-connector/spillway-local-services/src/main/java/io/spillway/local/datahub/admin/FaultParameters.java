/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** The parameters of a fault, or of none: each then has the value that means off. */
record FaultParameters(@Nullable JsonNode body) {

    boolean isOff() {
        return body == null;
    }

    Duration millis() {
        return Duration.ofMillis(isOff() ? 0 : number("millis"));
    }

    int requests() {
        return isOff() ? 0 : (int) number("requests");
    }

    String code() {
        return isOff() ? "InternalServerError" : text("code");
    }

    Integer[] indexes() {
        List<Integer> indexes = new ArrayList<>();
        if (!isOff()) {
            for (String index : text("indexes").split(",")) {
                indexes.add(whole("indexes", index.trim()));
            }
        }
        return indexes.toArray(Integer[]::new);
    }

    long number(String name) {
        return whole(name, text(name));
    }

    String text(String name) {
        String text = body.path(name).asText("").trim();
        if (text.isEmpty()) {
            throw new AdminException(400, "The fault needs the parameter '" + name + "'.");
        }
        return text;
    }

    private static int whole(String name, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new AdminException(
                    400, "'" + text + "' is not a whole number for '" + name + "'.");
        }
        return Integer.parseInt(text);
    }
}
