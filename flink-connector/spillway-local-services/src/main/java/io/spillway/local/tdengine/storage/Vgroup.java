package io.spillway.local.tdengine.storage;

/** A share of a database's tables, with a log of its own. */
public record Vgroup(int id, long hashBegin, long hashEnd, Wal wal) {

    boolean holds(long hash) {
        return hash >= hashBegin && hash <= hashEnd;
    }
}
