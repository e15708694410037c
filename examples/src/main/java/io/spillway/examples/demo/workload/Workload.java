/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import io.spillway.examples.demo.table.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.annotation.Internal;

/**
 * Makes an exact number of row changes over both tables, in transactions of 1 to 500 rows; every
 * twentieth transaction more is rolled back and counts nothing. No primary key is changed: that
 * would be one change in PostgreSQL and two further on.
 *
 * <p>{@link #call} runs on one thread; everything else may be called by any.
 */
@Internal
public final class Workload implements Callable<Void> {

    private static final int MAX_TRANSACTION = 500;
    private static final int MAX_BATCH = 100;
    private static final int ROLLED_BACK_PERCENT = 5;
    private static final int INSERT_PERCENT = 50;
    private static final int UPDATE_PERCENT = 35;

    private final ConnectionFactory connections;
    private final int changes;
    private final Random random;
    private final CountDownLatch secondHalf = new CountDownLatch(1);
    private final Map<SourceTable, Long> byTable = new ConcurrentHashMap<>();
    private volatile int committed;
    private volatile long firstChangeMillis;

    /** Opens a connection, which the caller closes. */
    @FunctionalInterface
    public interface ConnectionFactory {
        Connection open() throws SQLException;
    }

    /**
     * @param seed the same seed makes the same changes
     */
    public Workload(ConnectionFactory connections, int changes, long seed) {
        this.connections = connections;
        this.changes = changes;
        this.random = new Random(seed);
    }

    /** Row changes committed so far. */
    public int committed() {
        return committed;
    }

    /** Row changes committed so far in each table. */
    public Map<SourceTable, Long> committedByTable() {
        Map<SourceTable, Long> counts = new LinkedHashMap<>();
        SourceTable.all().forEach(table -> counts.put(table, byTable.getOrDefault(table, 0L)));
        return counts;
    }

    /** Whether all changes are made. */
    public boolean isFinished() {
        return committed == changes;
    }

    /** When the first transaction began, epoch milliseconds, 0 before. */
    public long firstChangeMillis() {
        return firstChangeMillis;
    }

    /** Lets the workload go beyond the middle, where it waits. */
    public void allowSecondHalf() {
        secondHalf.countDown();
    }

    @Override
    public Void call() throws SQLException, InterruptedException {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            List<TableChanges> tables = new ArrayList<>();
            for (SourceTable table : SourceTable.all()) {
                tables.add(new TableChanges(connection, table, random));
            }
            firstChangeMillis = System.currentTimeMillis();
            while (committed < changes) {
                if (committed >= changes / 2) {
                    secondHalf.await();
                }
                if (random.nextInt(100) < ROLLED_BACK_PERCENT) {
                    rollBack(connection, tables);
                }
                int end = committed < changes / 2 ? changes / 2 : changes;
                commit(connection, tables, Math.min(transactionSize(), end - committed));
            }
            for (TableChanges table : tables) {
                table.close();
            }
        }
        return null;
    }

    /** Mostly a few rows, sometimes hundreds. */
    private int transactionSize() {
        int bound =
                switch (random.nextInt(4)) {
                    case 0 -> 3;
                    case 1, 2 -> 50;
                    default -> MAX_TRANSACTION;
                };
        return 1 + random.nextInt(bound);
    }

    private void commit(Connection connection, List<TableChanges> tables, int size)
            throws SQLException {
        int left = size;
        Map<SourceTable, Long> changed = new HashMap<>();
        while (left > 0) {
            TableChanges table = tables.get(random.nextInt(tables.size()));
            int rows = Math.min(left, 1 + random.nextInt(MAX_BATCH));
            int dice = random.nextInt(100);
            if (dice < INSERT_PERCENT || table.liveRows() < rows) {
                table.insert(rows, true);
            } else if (dice < INSERT_PERCENT + UPDATE_PERCENT) {
                table.update(rows);
            } else {
                table.delete(rows, true);
            }
            changed.merge(table.table(), (long) rows, Long::sum);
            left -= rows;
        }
        connection.commit();
        changed.forEach((table, rows) -> byTable.merge(table, rows, Long::sum));
        committed += size;
    }

    private void rollBack(Connection connection, List<TableChanges> tables) throws SQLException {
        for (TableChanges table : tables) {
            table.insert(1 + random.nextInt(10), false);
            if (table.liveRows() > 0) {
                table.update(1 + random.nextInt(10));
                table.delete(1 + random.nextInt(Math.min(10, table.liveRows())), false);
            }
        }
        connection.rollback();
    }
}
