/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.BindRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Our client without Flink: one thread binds the same rows, table by table, and keeps one batch in
 * flight on each connection, as the sink does.
 */
final class BareGateway {

    private BareGateway() {}

    static void write(
            TDengineGatewayFactory gateways,
            String database,
            long records,
            int batchSize,
            int connections)
            throws Exception {
        List<Lane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                lanes.add(new Lane(gateways.create(), database));
            }
            int turn = 0;
            for (long id = 0; id < records; id += batchSize) {
                lanes.get(turn).write(id, Math.min(records, id + batchSize));
                turn = (turn + 1) % connections;
            }
            for (Lane lane : lanes) {
                lane.inFlight.get();
            }
        } finally {
            lanes.forEach(lane -> lane.gateway.close());
        }
    }

    private static final class Lane {

        private final TDengineGateway gateway;
        private final PreparedInsert insert;
        private final BindRows rows;
        private Future<?> inFlight = CompletableFuture.completedFuture(null);

        Lane(TDengineGateway gateway, String database) throws Exception {
            this.gateway = gateway;
            insert = gateway.prepareInsert(Meters.insertStatement(database)).get();
            rows = insert.newRows();
        }

        void write(long from, long to) throws Exception {
            // its rows are those that are in flight
            inFlight.get();
            rows.clear();
            Meters.bind(from, to, rows);
            inFlight = insert.insert(rows);
        }
    }
}
