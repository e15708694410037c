/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.failure.RecordException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The child table of a row: the text of a column, or a template with columns in it. */
@Internal
final class ChildTableName implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern COLUMN = Pattern.compile("\\$\\{([^}]*)}");
    private static final int KEPT_NAMES = 50_000;

    /** Texts, one more than columns; columns stand between them. */
    private final List<String> texts;

    private final int[] columns;
    private final RowData.FieldGetter[] getters;
    private final String[] names;

    private transient Map<StringData, Named> kept;

    /** Of the row before: rows of a table often come several together. */
    @Nullable private transient Named last;

    private record Named(StringData text, String name) {}

    private ChildTableName(List<String> texts, int[] columns, RowType rowType) {
        this.texts = List.copyOf(texts);
        this.columns = columns;
        getters = new RowData.FieldGetter[columns.length];
        names = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            getters[i] = RowData.createFieldGetter(rowType.getTypeAt(columns[i]), columns[i]);
            names[i] = rowType.getFieldNames().get(columns[i]);
        }
    }

    /** The text of a column. */
    static ChildTableName ofColumn(int column, RowType rowType) {
        return new ChildTableName(List.of("", ""), new int[] {column}, rowType);
    }

    /**
     * @param template such as {@code d_${device}}
     * @throws ValidationException if it names a column that the table does not have or that is no
     *     text, integer or truth value
     */
    static ChildTableName ofTemplate(String template, RowType rowType) {
        List<String> texts = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        Matcher matcher = COLUMN.matcher(template);
        int end = 0;
        while (matcher.find()) {
            int column = rowType.getFieldIndex(matcher.group(1));
            if (column < 0) {
                throw new ValidationException(
                        "'sink.child-table' is '"
                                + template
                                + "' and names column '"
                                + matcher.group(1)
                                + "', which the table does not have: "
                                + rowType.getFieldNames());
            }
            requireNameable(template, matcher.group(1), rowType.getTypeAt(column));
            texts.add(template.substring(end, matcher.start()));
            columns.add(column);
            end = matcher.end();
        }
        texts.add(template.substring(end));
        return new ChildTableName(
                texts, columns.stream().mapToInt(Integer::intValue).toArray(), rowType);
    }

    private static void requireNameable(String template, String column, LogicalType type) {
        switch (type.getTypeRoot()) {
            case CHAR, VARCHAR, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> {}
            default ->
                    throw new ValidationException(
                            "'sink.child-table' is '"
                                    + template
                                    + "', but column '"
                                    + column
                                    + "' is "
                                    + type.asSummaryString()
                                    + "; names are made of texts, integers and BOOLEAN.");
        }
    }

    /** Indexes of the columns that decide on the name. */
    IntStream columns() {
        return IntStream.of(columns);
    }

    void open() {
        kept = new HashMap<>();
    }

    /**
     * @throws RecordException if a column is NULL
     */
    String of(RowData row) throws RecordException {
        if (columns.length == 1 && texts.get(0).isEmpty() && texts.get(1).isEmpty()) {
            return text(value(row, 0));
        }
        StringBuilder name = new StringBuilder(texts.get(0));
        for (int i = 0; i < columns.length; i++) {
            name.append(value(row, i)).append(texts.get(i + 1));
        }
        return name.toString();
    }

    private Object value(RowData row, int i) throws RecordException {
        Object value = getters[i].getFieldOrNull(row);
        if (value == null) {
            throw new RecordException(
                    "MissingTableName",
                    "Column '" + names[i] + "', which names the child table, is NULL");
        }
        return value;
    }

    /** Most rows name a table that was named before. */
    private String text(Object value) {
        if (!(value instanceof StringData text)) {
            return value.toString();
        }
        Named named = last;
        if (named != null && named.text.equals(text)) {
            return named.name;
        }
        named = kept.get(text);
        if (named == null) {
            String name = text.toString();
            // a text of its own: that of the row may be used again for the next one
            named = new Named(StringData.fromString(name), name);
            if (kept.size() >= KEPT_NAMES) {
                kept.clear();
            }
            kept.put(named.text, named);
        }
        last = named;
        return named.name;
    }
}
