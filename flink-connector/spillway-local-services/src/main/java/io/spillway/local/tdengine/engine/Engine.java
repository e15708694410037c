/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import java.util.List;
import javax.annotation.Nullable;

/**
 * What a TDengine server does behind its wire: databases, tables, rows, statements, topics and
 * their logs. Thread-safe.
 *
 * <p>Values are Java objects: Boolean for BOOL; Byte, Short, Integer, Long for the signed integers;
 * Short, Integer, Long, BigInteger for the unsigned ones; Float, Double; String for VARCHAR, NCHAR
 * and JSON; Long in the database's precision for TIMESTAMP; BigDecimal; byte[] for VARBINARY,
 * GEOMETRY and BLOB; null for NULL.
 */
public interface Engine {

    /**
     * @throws TaosException {@code 0x0357} if user and password do not match
     */
    void authenticate(String user, String password) throws TaosException;

    /**
     * Runs one statement.
     *
     * @throws TaosException the server's own code and text; {@code 0x2600} for what is not covered
     */
    SqlResult execute(Session session, String sql) throws TaosException;

    /** Prepares a statement with question marks. */
    Prepared prepare(Session session, String sql) throws TaosException;

    /**
     * Writes lines, all or nothing.
     *
     * @param protocol 1 line, 2 telnet, 3 JSON
     * @return rows written
     */
    int insertSchemaless(
            Session session,
            int protocol,
            String precision,
            String data,
            int ttlDays,
            @Nullable String tableNameTag)
            throws TaosException;

    /**
     * @throws TaosException {@code 0x03e1} if there is no such topic
     */
    Topic topic(String name) throws TaosException;

    List<String> topics();

    /** A prepared statement. Not thread-safe. */
    interface Prepared {

        boolean isInsert();

        /** The question marks; empty for a query. */
        List<BoundField> fields();

        /** Number of question marks. */
        int parameters();

        /**
         * Writes rows of several tables, all or nothing.
         *
         * @return rows written; rows of one table with the same timestamp count once
         */
        int insert(List<BoundTable> tables) throws TaosException;

        /** Runs the query with one value for each question mark. */
        SqlResult query(List<Object> values) throws TaosException;
    }

    /**
     * A question mark.
     *
     * @param bindType 1 column, 2 tag, 4 table name
     */
    record BoundField(ColumnSpec column, int precision, int bindType) {}

    /**
     * Rows of one table.
     *
     * @param table null if the statement names the table
     * @param tags in the order of the tag fields, empty if the statement has none
     * @param rows cells in the order of the column fields
     */
    record BoundTable(@Nullable String table, List<Object> tags, List<Object[]> rows) {}
}
