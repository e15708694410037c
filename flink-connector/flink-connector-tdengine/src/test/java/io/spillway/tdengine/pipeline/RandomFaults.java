/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.pipeline;

import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.local.tdengine.fault.FaultBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults that pass, one after the other: the same ones for the same random numbers. */
final class RandomFaults {

    private static final List<String> OF_ALL = List.of("conn", "version", "binary_query");
    private static final List<String> OF_SINK =
            List.of("stmt2_init", "stmt2_prepare", "stmt2_bind", "stmt2_exec", "stmt2_exec");
    private static final List<String> OF_TOPIC =
            List.of(
                    "subscribe",
                    "assignment",
                    "seek",
                    "poll",
                    "poll",
                    "fetch_raw_data",
                    "fetch_raw_data",
                    "commit_offset",
                    "unsubscribe");
    private static final List<String> OF_TABLE =
            List.of("binary_query", "fetch_raw_block", "fetch_raw_block", "free_result");

    /** Of states that pass; the last one asks for less. */
    private static final int[] CODES = {0x000b, 0x0020, 0x032c, 0x0914, 0x0531};

    private final LocalTDengine server;
    private final String group;
    private final Random random;
    private final List<String> actions = new ArrayList<>(OF_ALL);

    /**
     * @param group of the consumers
     */
    RandomFaults(LocalTDengine server, String group, boolean topic, boolean table, Random random) {
        this.server = server;
        this.group = group;
        this.random = random;
        for (int times = 0; times < 2; times++) {
            actions.addAll(OF_SINK);
            actions.addAll(topic ? OF_TOPIC : List.of());
            actions.addAll(table ? OF_TABLE : List.of());
        }
    }

    /** Makes the next thing go wrong; what it was. */
    String next() {
        return switch (random.nextInt(20)) {
            case 0 -> latency();
            case 1 -> {
                server.dropConnections();
                yield "drop all connections";
            }
            case 2 -> {
                int connections = 1 + random.nextInt(6);
                server.faults().refuseConnections(connections);
                yield "refuse " + connections + " connections";
            }
            case 3, 4 -> {
                Duration length = Duration.ofMillis(20 + random.nextInt(500));
                server.outage(length);
                yield "outage of " + length.toMillis() + " ms";
            }
            case 5 ->
                    random.nextInt(4) == 0
                            ? "freeze " + server.faults().freezeConsumers(group) + " consumers"
                            : "evict " + server.faults().evictConsumers(group) + " consumers";
            default -> ofRequests();
        };
    }

    private String latency() {
        int millis = random.nextInt(30);
        server.faults().latency(Duration.ofMillis(millis));
        return "latency of " + millis + " ms";
    }

    private String ofRequests() {
        String action = actions.get(random.nextInt(actions.size()));
        int skipped = random.nextInt(8);
        int times = 1 + random.nextInt(3);
        FaultBuilder fault = server.faults().on(action).skip(skipped);
        String what =
                switch (random.nextInt(6)) {
                    case 0 -> {
                        fault.closeBefore(times);
                        yield "closed before";
                    }
                    case 1 -> {
                        fault.closeAfter(times);
                        yield "closed after";
                    }
                    case 2 -> {
                        fault.closeWithinAnswer(times);
                        yield "closed within the answer";
                    }
                    case 3 -> {
                        fault.swallowAnswer(1);
                        yield "answer swallowed (once)";
                    }
                    case 4 -> {
                        int millis = 10 + random.nextInt(300);
                        fault.delay(times, Duration.ofMillis(millis));
                        yield "delayed by " + millis + " ms";
                    }
                    default -> {
                        int code = CODES[random.nextInt(CODES.length)];
                        fault.answerCode(times, code, "made to fail");
                        yield "code 0x" + Integer.toHexString(code);
                    }
                };
        return times + " " + action + " after " + skipped + ": " + what;
    }
}
