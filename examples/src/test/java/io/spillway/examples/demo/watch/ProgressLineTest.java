/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final Progress PROGRESS = new Progress(30_000, 20_000, 10_000, 10_500, 7, 3);

    private final StringWriter text = new StringWriter();

    @Test
    void aTerminalShowsOneLineThatIsErasedForMessages() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), true);
        line.say("first");
        line.finish(PROGRESS);
        line.say("last");

        assertThat(text.toString())
                .matches(
                        "(?s)first\\R\r\u001b\\[K  captured 20,000   applied 10,000   dead-lettered 7"
                                + "   0 changes/s   checkpoint 3\\Rlast\\R");
    }

    @Test
    void elsewhereThereAreLinesOnly() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), false);
        line.finish(PROGRESS);

        assertThat(text.toString())
                .startsWith("  captured 20,000   applied 10,000")
                .doesNotContain("\r\u001b");
    }
}
