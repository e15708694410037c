/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import org.apache.flink.annotation.Internal;

/** Names as they stand in statements. */
@Internal
final class Identifiers {

    private Identifiers() {}

    /** In back-quotes, so that it means what it says in upper and lower case. */
    static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    static String quoted(String database, String table) {
        return quoted(database) + '.' + quoted(table);
    }
}
