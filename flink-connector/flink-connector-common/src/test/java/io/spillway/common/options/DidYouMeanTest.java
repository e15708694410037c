/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> KNOWN =
            List.of("topic", "project", "scan.startup.mode", "sink.hash-fields");

    @ParameterizedTest
    @CsvSource({
        "topci, topic",
        "toppic, topic",
        "TOPIC, topic",
        "scan_startup_mode, scan.startup.mode",
        "sink.hashfield, sink.hash-fields",
        "projekt, project"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertThat(DidYouMean.nearest(written, KNOWN)).contains(meant);
        assertThat(DidYouMean.hint(written, KNOWN)).isEqualTo("did you mean '" + meant + "'?");
    }

    @Test
    void listsAllInOrderWhereNoneIsNear() {
        assertThat(DidYouMean.nearest("endpoint", KNOWN)).isEmpty();
        assertThat(DidYouMean.hint("endpoint", KNOWN))
                .isEqualTo("known: project, scan.startup.mode, sink.hash-fields, topic");
    }

    @Test
    void oneSlipIsAllowedInTheShortestWords() {
        assertThat(DidYouMean.nearest("a", List.of("b"))).contains("b");
        assertThat(DidYouMean.nearest("ab", List.of("xy"))).isEmpty();
    }

    @Test
    void ofTwoTheNearerOneIsMeant() {
        assertThat(DidYouMean.nearest("source", List.of("sources", "sourced", "source")))
                .contains("source");
    }
}
