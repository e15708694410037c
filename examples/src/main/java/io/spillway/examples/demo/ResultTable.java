/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo;

import io.spillway.examples.demo.reconcile.TableResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.annotation.Internal;

/** The result of each table, lined up for people. */
@Internal
final class ResultTable {

    private static final List<String> HEAD =
            List.of(
                    "table",
                    "changes",
                    "applied",
                    "duplicates",
                    "rows in PostgreSQL",
                    "rows in DataHub",
                    "lost",
                    "wrong");

    private ResultTable() {}

    static List<String> lines(List<TableResult> tables) {
        List<String> lines = new ArrayList<>();
        lines.add(line(HEAD));
        for (TableResult table : tables) {
            lines.add(
                    line(
                            List.of(
                                    table.table(),
                                    number(table.changes()),
                                    number(table.applied()),
                                    number(table.duplicates()),
                                    number(table.rows()),
                                    number(table.farEndRows()),
                                    number(table.lost()),
                                    number(table.wrong()))));
        }
        return lines;
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-10s", cells.get(0)));
        for (int i = 1; i < cells.size(); i++) {
            int width = Math.max(9, HEAD.get(i).length() + 2);
            line.append(String.format(Locale.ROOT, "%" + width + "s", cells.get(i)));
        }
        return line.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
