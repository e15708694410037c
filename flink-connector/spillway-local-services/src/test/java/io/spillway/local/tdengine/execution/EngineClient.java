/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An engine with one session, a clock that tests set, and short words for what tests ask. */
final class EngineClient {

    /** A time that stands still until it is moved. */
    static final class SetClock extends Clock {

        private Instant now = Instant.parse("2024-06-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        void set(Instant time) {
            now = time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    final SetClock clock = new SetClock();
    final LocalEngine engine = new LocalEngine(clock);
    final Session session;

    EngineClient(String createDatabase) throws TaosException {
        session = new Session("root", null, ZoneOffset.UTC);
        run(createDatabase);
        run("use " + createDatabase.split(" ")[2]);
    }

    int run(String sql) throws TaosException {
        return engine.execute(session, sql).affectedRows();
    }

    SqlResult query(String sql) throws TaosException {
        return engine.execute(session, sql);
    }

    List<List<Object>> rows(String sql) throws TaosException {
        return list(query(sql));
    }

    static List<List<Object>> list(SqlResult result) {
        List<List<Object>> rows = new ArrayList<>();
        result.rows().forEachRemaining(row -> rows.add(Arrays.asList(row)));
        return rows;
    }

    /** The only column of all rows. */
    List<Object> column(String sql) throws TaosException {
        List<Object> values = new ArrayList<>();
        for (List<Object> row : rows(sql)) {
            values.add(row.get(0));
        }
        return values;
    }

    Engine.Prepared prepare(String sql) throws TaosException {
        return engine.prepare(session, sql);
    }

    void refuses(int code, String sql) {
        refuses(code, () -> run(sql));
    }

    static void refuses(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TaosException.class,
                        e -> assertThat(e.code()).describedAs(e.getMessage()).isEqualTo(code));
    }

    /** Everything a vgroup's log still has, as a topic shows it. */
    static List<Topic.Entry> read(Topic topic, int vgroup) {
        return topic.read(vgroup, topic.begin(vgroup), Integer.MAX_VALUE);
    }

    /** Rows of all vgroups. */
    static List<List<Object>> rows(Topic topic) {
        List<List<Object>> rows = new ArrayList<>();
        for (int vgroup : topic.vgroupIds()) {
            for (Topic.Entry entry : read(topic, vgroup)) {
                for (Topic.Block block : entry.blocks()) {
                    block.rows().forEach(row -> rows.add(Arrays.asList(row)));
                }
            }
        }
        return rows;
    }

    static List<String> metas(Topic topic) {
        List<String> metas = new ArrayList<>();
        for (int vgroup : topic.vgroupIds()) {
            for (Topic.Entry entry : read(topic, vgroup)) {
                if (entry.meta() != null) {
                    metas.add(entry.meta());
                }
            }
        }
        return metas;
    }
}
