/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

/** A share of a database's tables, with a log of its own. */
public record Vgroup(int id, long hashBegin, long hashEnd, Wal wal) {

    long width() {
        return hashEnd - hashBegin + 1;
    }

    boolean holds(long hash) {
        return hash >= hashBegin && hash <= hashEnd;
    }
}
