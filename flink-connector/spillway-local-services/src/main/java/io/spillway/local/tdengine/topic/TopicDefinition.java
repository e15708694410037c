/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.sql.Select;
import javax.annotation.Nullable;

/**
 * How a topic was created.
 *
 * @param table the table or super table it reads, null for a whole database
 * @param query null unless it is one
 * @param sql the statement
 */
record TopicDefinition(
        String name,
        Kind kind,
        boolean withMeta,
        @Nullable String table,
        @Nullable Select query,
        String sql,
        long createTime) {

    /** What a topic is made of, by the server's names. */
    enum Kind {
        COLUMN("column"),
        STABLE("stable"),
        DATABASE("db");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
