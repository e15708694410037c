/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.fault.DataHubFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The faults by the names they have on the page and in its API. */
enum FaultSwitch {
    LATENCY("latency", "Every request is answered this much later", "millis") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.latency(to.millis());
        }
    },
    UNAVAILABLE("unavailable", "The next requests are answered by an HTML 503", "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.httpStatus503Html(to.requests());
        }
    },
    FAIL_PUTS("fail-puts", "The next puts are refused with an error code", "requests", "code") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.failNextPuts(to.requests(), to.code());
        }
    },
    FAIL_GETS("fail-gets", "The next gets are refused with an error code", "requests", "code") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.failNextGets(to.requests(), to.code());
        }
    },
    PARTIAL_FAILURE(
            "partial-failure",
            "The next multi-shard puts fail for the records at some indexes, such as 0,3",
            "requests",
            "code",
            "indexes") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.partialFailure(to.requests(), to.code(), to.indexes());
        }
    },
    THROTTLE_SHARD(
            "throttle-shard",
            "The next puts to one shard meet LimitExceeded",
            "project",
            "topic",
            "shard",
            "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            if (to.isOff()) {
                faults.stopThrottling();
            } else {
                faults.throttleShard(
                        to.text("project"), to.text("topic"), to.text("shard"), to.requests());
            }
        }
    },
    SHARD_RATE(
            "shard-rate",
            "Every shard takes only so much within a second",
            "bytes-per-second",
            "requests-per-second") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            if (to.isOff()) {
                faults.limitShardRate(Long.MAX_VALUE, Integer.MAX_VALUE);
            } else {
                faults.limitShardRate(
                        to.number("bytes-per-second"), (int) to.number("requests-per-second"));
            }
        }
    },
    LOSE_REPLY("lose-reply", "The next puts are stored, their answers are lost", "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.closeConnectionAfterPut(to.requests());
        }
    },
    LOSE_PUT("lose-put", "The next puts are lost before anything is stored", "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.closeConnectionBeforePut(to.requests());
        }
    },
    WRONG_CRC("wrong-crc", "The next answers to gets carry a wrong CRC", "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.wrongCrcOnGets(to.requests());
        }
    },
    EXPIRED_CURSOR("expired-cursor", "The next gets find their cursor expired", "requests") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.expireCursors(to.requests());
        }
    },
    OPENING_DELAY("opening-delay", "New shards stay OPENING this long", "millis") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.openingDelay(to.millis());
        }
    },
    CLOSING_DELAY("closing-delay", "Parents of a split or merge stay CLOSING this long", "millis") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.closingDelay(to.millis());
        }
    },
    SESSION_TIMEOUT(
            "session-timeout", "Consumers of a group are told this session timeout", "millis") {
        @Override
        void set(DataHubFaults faults, Parameters to) {
            faults.sessionTimeout(to.millis());
        }
    };

    private final String label;
    private final String description;
    private final List<String> parameters;

    FaultSwitch(String label, String description, String... parameters) {
        this.label = label;
        this.description = description;
        this.parameters = List.of(parameters);
    }

    abstract void set(DataHubFaults faults, Parameters to);

    void switchOn(DataHubFaults faults, JsonNode body) {
        set(faults, new Parameters(body));
    }

    void switchOff(DataHubFaults faults) {
        set(faults, new Parameters(null));
    }

    static FaultSwitch of(String label) {
        for (FaultSwitch candidate : values()) {
            if (candidate.label.equals(label)) {
                return candidate;
            }
        }
        throw new AdminException(404, "There is no fault '" + label + "'.");
    }

    /** All faults with what they take and what is set now. */
    static JsonNode describe(DataHubFaults faults) {
        Map<String, String> active = faults.active();
        ArrayNode answer = AdminHandler.JSON.createArrayNode();
        for (FaultSwitch fault : values()) {
            ObjectNode node = answer.addObject();
            node.put("name", fault.label)
                    .put("description", fault.description)
                    .put("state", active.getOrDefault(fault.label, "off"));
            ArrayNode parameters = node.putArray("parameters");
            fault.parameters.forEach(parameters::add);
        }
        return answer;
    }

    /** The parameters of a fault, or of none: each then has the value that means off. */
    private record Parameters(JsonNode body) {

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
}
