/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import io.spillway.tdengine.sql.SqlText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Tags that belong to the rows of a split. They are the same in all rows of a table, so that they
 * are asked for once per table.
 *
 * @param superTable unquoted
 * @param names unquoted, at least one
 * @param places of the tags among all columns of a row, ascending
 */
@Internal
public record SplitTags(String superTable, List<String> names, List<Integer> places) {

    public SplitTags {
        Objects.requireNonNull(superTable, "superTable");
        names = List.copyOf(names);
        places = List.copyOf(places);
        if (names.isEmpty() || names.size() != places.size()) {
            throw new IllegalArgumentException(
                    names.size() + " tags have " + places.size() + " places");
        }
    }

    /** The statement that reads the tags of tables, a row for each, behind the table's name. */
    public String statement(String database, List<String> tables) {
        return tables.stream()
                .map(SqlText::string)
                .collect(
                        Collectors.joining(
                                ",",
                                "SELECT TAGS tbname,"
                                        + SqlText.names(names)
                                        + " FROM "
                                        + SqlText.table(database, superTable)
                                        + " WHERE tbname IN (",
                                ")"));
    }
}
