/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.source.tmq.TDengineTmqSourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A super table of many tables in a server's database, its topic, and what was written. */
public final class MetersTopic {

    private static final int TABLES = 16;
    private static final int ROWS_IN_A_ROW = 5;

    private final String database;
    private final String name;
    private final Consumer<String> sql;
    private final TDengineGatewayFactory gateways;
    private final List<String> written = new ArrayList<>();

    /**
     * @param name of the super table; topic and group are named after it
     * @param sql runs a statement
     */
    public MetersTopic(
            String database, String name, Consumer<String> sql, TDengineGatewayFactory gateways) {
        this.database = database;
        this.name = name;
        this.sql = sql;
        this.gateways = gateways;
        sql.accept(
                "CREATE STABLE "
                        + database
                        + "."
                        + name
                        + " (ts TIMESTAMP, v INT, txt VARCHAR(40)) TAGS (g INT)");
        for (int table = 0; table < TABLES; table++) {
            sql.accept(
                    String.format(
                            "CREATE TABLE %s USING %s.%s TAGS(%d)",
                            table(table), database, name, table));
        }
        sql.accept("CREATE TOPIC " + topic() + " AS STABLE " + database + "." + name);
    }

    /** Of the super table. */
    public String name() {
        return name;
    }

    public String topic() {
        return "topic_" + database + "_" + name;
    }

    public String group() {
        return "group_" + name;
    }

    /** All texts written, in order. */
    public List<String> written() {
        return written;
    }

    /** Writes rows of all tables, the same number of each; their texts. */
    public List<String> write(int rows) {
        List<String> texts = new ArrayList<>();
        long time = System.currentTimeMillis() + written.size();
        for (int row = 0; row < rows; ) {
            StringBuilder insert = new StringBuilder("INSERT INTO");
            for (int table = 0; table < TABLES && row < rows; table++) {
                insert.append(' ').append(table(table)).append(" VALUES");
                for (int i = 0; i < ROWS_IN_A_ROW && row < rows; i++, row++) {
                    String text = "row" + (written.size() + row);
                    insert.append(String.format(" (%d, %d, '%s')", time + row, row, text));
                    texts.add(text);
                }
            }
            sql.accept(insert.toString());
        }
        written.addAll(texts);
        return texts;
    }

    /** Makes child tables with a row each; their names. */
    public List<String> writeNewTables(int tables) {
        List<String> names = new ArrayList<>();
        long time = System.currentTimeMillis();
        for (int i = 0; i < tables; i++) {
            String text = "row" + written.size();
            String table = name + "_later_" + written.size();
            sql.accept(
                    String.format(
                            "INSERT INTO %s.%s USING %1$s.%s TAGS(0) VALUES (%d, 0, '%s')",
                            database, table, name, time, text));
            written.add(text);
            names.add(table);
        }
        return names;
    }

    /** A source of the texts, with small messages and turns so that checkpoints cut messages. */
    public TDengineTmqSourceBuilder<String> source() {
        return TDengineTmqSource.<String>builder()
                .setGatewayFactory(gateways)
                .setTopic(topic())
                .setGroupId(group())
                .setDeserializer(new TextSchema())
                .setPollTimeout(Duration.ofMillis(100))
                .setConsumerProperty("min.poll.rows", "100")
                .setConsumerProperty("fetch.max.wait.ms", "100")
                .setRowsPerTurn(60);
    }

    private String table(int table) {
        return database + "." + name + "_" + table;
    }
}
