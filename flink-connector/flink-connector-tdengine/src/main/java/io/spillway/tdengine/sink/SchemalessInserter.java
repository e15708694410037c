/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.client.SchemalessInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sink.Batch.TableRows;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Writes rows as lines of a schemaless protocol. */
@Internal
final class SchemalessInserter implements RowsInserter {

    private final TDengineGateway gateway;
    private final SchemalessFormat format;
    private final SchemalessText text;
    private final String precision;

    SchemalessInserter(TDengineGateway gateway, RowLayout layout, SchemalessFormat format) {
        this.gateway = gateway;
        this.format = format;
        text =
                switch (format.protocol()) {
                    case LINE -> new LineText(layout, format.tableNameTag());
                    case TELNET -> new TelnetText(layout, format.tableNameTag());
                    case JSON -> new JsonPoints(layout, format.tableNameTag());
                };
        TimestampPrecision counted = layout.table().precision();
        precision = counted == TimestampPrecision.MICROS ? "u" : counted.symbol();
    }

    @Override
    public CompletableFuture<Long> insert(List<TableRows> tables) {
        StringBuilder data = new StringBuilder(text.before());
        String separator = "";
        for (TableRows table : tables) {
            for (SinkRow row : table.rows()) {
                data.append(separator);
                text.append(row, data);
                separator = text.between();
            }
        }
        data.append(text.after());
        return gateway.insertSchemaless(
                new SchemalessInsert(
                        format.protocol(),
                        precision,
                        data.toString(),
                        format.ttlDays(),
                        format.tableNameTag()));
    }
}
