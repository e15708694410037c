/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import io.spillway.examples.demo.stack.DemoStack;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Tells how to look at a demo that is kept running. */
@Internal
final class WhereToLook {

    private WhereToLook() {}

    static List<String> lines(DemoStack stack, @Nullable String uiAddress) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Everything goes on running until Ctrl-C. Change a row and see where it goes:");
        lines.add(
                "  PostgreSQL     psql postgresql://"
                        + stack.postgres().user()
                        + "@"
                        + stack.postgres().host()
                        + ":"
                        + stack.postgres().port()
                        + "/"
                        + stack.postgres().database());
        lines.add("  Kafka Connect  " + stack.connect().url() + "/connectors?expand=status");
        lines.add(
                "  Kafka          "
                        + stack.kafka().bootstrapServers()
                        + ", changes in demo.public.*, dead letters in "
                        + DemoStack.DEAD_LETTER_TOPIC);
        lines.add(
                "  DataHub        "
                        + stack.dataHub().endpoint()
                        + ", project "
                        + DemoStack.PROJECT
                        + ", access id "
                        + stack.dataHub().accessId()
                        + ", secret "
                        + stack.dataHub().accessKeySecret());
        lines.add(
                "  Flink          "
                        + (uiAddress == null ? "embedded; --ui serves its interface" : uiAddress));
        return lines;
    }
}
