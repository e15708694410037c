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
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The faults by the names they have on the page and in its API. */
enum FaultSwitch {
    LATENCY(
            "latency",
            "Every request is answered this much later",
            (faults, to) -> faults.latency(to.millis()),
            "millis"),
    UNAVAILABLE(
            "unavailable",
            "The next requests are answered by an HTML 503",
            (faults, to) -> faults.httpStatus503Html(to.requests()),
            "requests"),
    FAIL_PUTS(
            "fail-puts",
            "The next puts are refused with an error code",
            (faults, to) -> faults.failNextPuts(to.requests(), to.code()),
            "requests",
            "code"),
    FAIL_GETS(
            "fail-gets",
            "The next gets are refused with an error code",
            (faults, to) -> faults.failNextGets(to.requests(), to.code()),
            "requests",
            "code"),
    PARTIAL_FAILURE(
            "partial-failure",
            "The next multi-shard puts fail for the records at some indexes, such as 0,3",
            (faults, to) -> faults.partialFailure(to.requests(), to.code(), to.indexes()),
            "requests",
            "code",
            "indexes"),
    THROTTLE_SHARD(
            "throttle-shard",
            "The next puts to one shard meet LimitExceeded",
            FaultSwitch::throttleShard,
            "project",
            "topic",
            "shard",
            "requests"),
    SHARD_RATE(
            "shard-rate",
            "Every shard takes only so much within a second",
            FaultSwitch::limitShardRate,
            "bytes-per-second",
            "requests-per-second"),
    LOSE_REPLY(
            "lose-reply",
            "The next puts are stored, their answers are lost",
            (faults, to) -> faults.closeConnectionAfterPut(to.requests()),
            "requests"),
    LOSE_PUT(
            "lose-put",
            "The next puts are lost before anything is stored",
            (faults, to) -> faults.closeConnectionBeforePut(to.requests()),
            "requests"),
    WRONG_CRC(
            "wrong-crc",
            "The next answers to gets carry a wrong CRC",
            (faults, to) -> faults.wrongCrcOnGets(to.requests()),
            "requests"),
    EXPIRED_CURSOR(
            "expired-cursor",
            "The next gets find their cursor expired",
            (faults, to) -> faults.expireCursors(to.requests()),
            "requests"),
    OPENING_DELAY(
            "opening-delay",
            "New shards stay OPENING this long",
            (faults, to) -> faults.openingDelay(to.millis()),
            "millis"),
    CLOSING_DELAY(
            "closing-delay",
            "Parents of a split or merge stay CLOSING this long",
            (faults, to) -> faults.closingDelay(to.millis()),
            "millis"),
    SESSION_TIMEOUT(
            "session-timeout",
            "Consumers of a group are told this session timeout",
            (faults, to) -> faults.sessionTimeout(to.millis()),
            "millis");

    private final String label;
    private final String description;
    private final BiConsumer<DataHubFaults, FaultParameters> action;
    private final List<String> parameters;

    FaultSwitch(
            String label,
            String description,
            BiConsumer<DataHubFaults, FaultParameters> action,
            String... parameters) {
        this.label = label;
        this.description = description;
        this.action = action;
        this.parameters = List.of(parameters);
    }

    private static void throttleShard(DataHubFaults faults, FaultParameters to) {
        if (to.isOff()) {
            faults.stopThrottling();
        } else {
            faults.throttleShard(
                    to.text("project"), to.text("topic"), to.text("shard"), to.requests());
        }
    }

    private static void limitShardRate(DataHubFaults faults, FaultParameters to) {
        if (to.isOff()) {
            faults.limitShardRate(Long.MAX_VALUE, Integer.MAX_VALUE);
        } else {
            faults.limitShardRate(
                    to.number("bytes-per-second"), (int) to.number("requests-per-second"));
        }
    }

    void switchOn(DataHubFaults faults, JsonNode body) {
        action.accept(faults, new FaultParameters(body));
    }

    void switchOff(DataHubFaults faults) {
        action.accept(faults, new FaultParameters(null));
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
}
