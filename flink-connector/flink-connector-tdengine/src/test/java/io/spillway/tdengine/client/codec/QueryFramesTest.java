/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.tdengine.client.RecordedFrames;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryFramesTest {

    private static final List<Frame> REQUESTS =
            RecordedFrames.read(RecordedFrames.STATEMENTS).stream()
                    .filter(frame -> frame.fromClient() && !frame.isText())
                    .toList();

    @Test
    void queriesAreWrittenAsRecorded() {
        List<Frame> queries = REQUESTS.stream().filter(frame -> frame.action() == 6).toList();

        assertThat(queries).hasSizeGreaterThan(20);
        for (Frame query : queries) {
            String sql =
                    new String(
                            query.bytes(), 30, query.bytes().length - 30, StandardCharsets.UTF_8);
            assertThat(QueryFrames.query(query.number(0), sql)).isEqualTo(query.bytes());
        }
    }

    @Test
    void fetchesAreWrittenAsRecorded() {
        List<Frame> fetches = REQUESTS.stream().filter(frame -> frame.action() == 7).toList();

        assertThat(fetches).hasSizeGreaterThan(15);
        for (Frame fetch : fetches) {
            assertThat(QueryFrames.fetch(fetch.number(0), fetch.number(8)))
                    .isEqualTo(fetch.bytes());
        }
    }
}
