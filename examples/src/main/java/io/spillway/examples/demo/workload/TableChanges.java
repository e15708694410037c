/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import io.spillway.examples.demo.table.SourceColumn;
import io.spillway.examples.demo.table.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Changes rows of one table in batches and knows which rows there are. The caller says whether the
 * transaction will be committed: only then the rows are counted as changed. Not thread-safe.
 */
@Internal
final class TableChanges implements AutoCloseable {

    private final SourceTable table;
    private final Random random;
    private final RowValues values;
    private final List<SourceColumn> changing;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final List<Long> live = new ArrayList<>();
    private long nextId = 1;

    TableChanges(Connection connection, SourceTable table, Random random) throws SQLException {
        this.table = table;
        this.random = random;
        this.values = new RowValues(random);
        this.changing = table.columns().stream().filter(SourceColumn::changes).toList();
        String names =
                table.columns().stream().map(SourceColumn::name).collect(Collectors.joining(", "));
        String marks = table.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
        String sets =
                changing.stream().map(c -> c.name() + " = ?").collect(Collectors.joining(", "));
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO " + table.name() + " (" + names + ") VALUES (" + marks + ")");
        this.update =
                connection.prepareStatement(
                        "UPDATE " + table.name() + " SET " + sets + " WHERE id = ?");
        this.delete = connection.prepareStatement("DELETE FROM " + table.name() + " WHERE id = ?");
    }

    SourceTable table() {
        return table;
    }

    int liveRows() {
        return live.size();
    }

    /** Inserts rows with new keys. */
    void insert(int rows, boolean committed) throws SQLException {
        for (int i = 0; i < rows; i++) {
            long id = nextId++;
            insert.setLong(1, id);
            for (int column = 1; column < table.columns().size(); column++) {
                insert.setObject(column + 1, values.next(table.columns().get(column)));
            }
            insert.addBatch();
            if (committed) {
                live.add(id);
            }
        }
        execute(insert, rows);
    }

    /** Updates rows, some of them perhaps several times. */
    void update(int rows) throws SQLException {
        for (int i = 0; i < rows; i++) {
            for (int column = 0; column < changing.size(); column++) {
                update.setObject(column + 1, values.next(changing.get(column)));
            }
            update.setLong(changing.size() + 1, live.get(random.nextInt(live.size())));
            update.addBatch();
        }
        execute(update, rows);
    }

    /**
     * Deletes rows.
     *
     * @param rows not more than {@link #liveRows()}
     */
    void delete(int rows, boolean committed) throws SQLException {
        int first = random.nextInt(live.size() - rows + 1);
        for (int i = 0; i < rows; i++) {
            delete.setLong(1, committed ? take() : live.get(first + i));
            delete.addBatch();
        }
        execute(delete, rows);
    }

    private long take() {
        int index = random.nextInt(live.size());
        long id = live.get(index);
        live.set(index, live.get(live.size() - 1));
        live.remove(live.size() - 1);
        return id;
    }

    /** PostgreSQL itself says how many rows changed; what is counted rests on it. */
    private void execute(PreparedStatement statement, int rows) throws SQLException {
        int changed = 0;
        for (int count : statement.executeBatch()) {
            changed += count;
        }
        if (changed != rows) {
            throw new IllegalStateException(
                    "PostgreSQL changed " + changed + " rows of " + table.name() + ", not " + rows);
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        update.close();
        delete.close();
    }
}
