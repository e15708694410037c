/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.write.LaneRouter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Gives every table one of the connections, so that its rows keep their order. */
@Internal
final class ConnectionLanes implements LaneRouter<SinkRow> {

    private final String[] lanes;
    private final TargetLookup lookup;
    private final Consumer<TargetTable> onTableKnown;

    /**
     * @param onTableKnown called once, on the task thread, before the first row
     */
    ConnectionLanes(int connections, TargetLookup lookup, Consumer<TargetTable> onTableKnown) {
        lanes = new String[connections];
        for (int i = 0; i < connections; i++) {
            lanes[i] = String.valueOf(i);
        }
        this.lookup = lookup;
        this.onTableKnown = onTableKnown;
    }

    @Override
    public String laneOf(SinkRow row) {
        int hash = row.table().hashCode();
        return lanes[Math.floorMod(hash ^ (hash >>> 16), lanes.length)];
    }

    @Override
    public CompletableFuture<Runnable> refresh(@Nullable String goneLane) {
        return lookup.find().thenApply(table -> () -> onTableKnown.accept(table));
    }
}
