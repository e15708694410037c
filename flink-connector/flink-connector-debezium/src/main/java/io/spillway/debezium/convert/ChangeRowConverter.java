/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import io.spillway.debezium.Change;
import io.spillway.debezium.convert.ConversionException.Code;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Makes rows of declared columns out of changes, as an upsert changelog: {@code +I} for reads and
 * creates, {@code +U} for updates, {@code -D} for deletes. Values are of Flink's default external
 * classes ({@link org.apache.flink.table.api.DataTypes}).
 *
 * <ul>
 *   <li>A column the change does not have is null: tables gain and lose columns while a job runs.
 *       If the column is NOT NULL, the change is refused.
 *   <li>A column whose value is unavailable is refused or null, as {@link UnavailableColumns} says,
 *       unless a trusted {@code before} has it.
 *   <li>A delete carries the key columns, and the others only if {@code before} is trusted; NOT
 *       NULL does not count in deletes.
 *   <li>A truncate is refused: no row stands for it.
 *   <li>Numbers are converted exactly or refused; STRING takes every value; see the options for
 *       values that do not tell their meaning.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
@PublicEvolving
public final class ChangeRowConverter implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Column[] columns;
    private final ColumnConverter[] converters;
    private final UnavailableColumns unavailable;

    /**
     * @throws IllegalArgumentException naming the column, if a type is not supported or two columns
     *     have the same name
     */
    public ChangeRowConverter(List<Column> columns, ConversionOptions options) {
        this.columns = columns.toArray(new Column[0]);
        this.converters = new ColumnConverter[this.columns.length];
        this.unavailable = options.unavailable();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < converters.length; i++) {
            if (!names.add(this.columns[i].name())) {
                throw new IllegalArgumentException(
                        "Column '" + this.columns[i].name() + "' is declared twice");
            }
            converters[i] = ColumnTypes.converter(this.columns[i], options);
        }
    }

    /** Flink's type of the rows. */
    public TypeInformation<Row> rowType() {
        String[] names = new String[columns.length];
        TypeInformation<?>[] types = new TypeInformation<?>[columns.length];
        for (int i = 0; i < columns.length; i++) {
            names[i] = columns[i].name();
            types[i] = ColumnTypes.external(columns[i]);
        }
        return Types.ROW_NAMED(names, types);
    }

    /**
     * Converts one change.
     *
     * @throws ConversionException if it cannot become such a row
     */
    public Row toRow(Change change) throws ConversionException {
        return switch (change.op()) {
            case READ, CREATE -> fullRow(RowKind.INSERT, change);
            case UPDATE -> fullRow(RowKind.UPDATE_AFTER, change);
            case DELETE -> deletedRow(change);
            case TRUNCATE ->
                    throw new ConversionException(
                            Code.UNSUPPORTED_OP,
                            null,
                            "Table "
                                    + change.table()
                                    + " was truncated; truncates are not carried over, empty the"
                                    + " target by hand if it shall follow");
        };
    }

    private Row fullRow(RowKind kind, Change change) throws ConversionException {
        Row row = Row.withPositions(kind, columns.length);
        Map<String, Object> after = change.after();
        boolean complete = change.unavailable().isEmpty();
        for (int i = 0; i < columns.length; i++) {
            String name = columns[i].name();
            Object value =
                    complete || !change.unavailable().contains(name)
                            ? after.get(name)
                            : unavailableValue(i, change);
            if (value != null) {
                row.setField(i, convert(i, value));
            } else if (!columns[i].type().isNullable()) {
                throw new ConversionException(
                        Code.NULL_NOT_ALLOWED,
                        name,
                        describe(i)
                                + (after.containsKey(name) ? "null" : "no value for the column"));
            }
        }
        return row;
    }

    /** An unavailable value is an unchanged one, so the old row has it, if the old row is whole. */
    @Nullable
    private Object unavailableValue(int column, Change change) throws ConversionException {
        String name = columns[column].name();
        if (change.beforeTrusted() && change.before().containsKey(name)) {
            return change.before().get(name);
        }
        if (unavailable == UnavailableColumns.NULL) {
            return null;
        }
        throw new ConversionException(
                Code.UNAVAILABLE_COLUMN,
                name,
                describe(column)
                        + "no value: the database left it out because it did not change; set"
                        + " REPLICA IDENTITY FULL for table "
                        + change.table());
    }

    private Row deletedRow(Change change) throws ConversionException {
        Row row = Row.withPositions(RowKind.DELETE, columns.length);
        Map<String, Object> known = change.beforeTrusted() ? change.before() : change.key();
        boolean identified = false;
        for (int i = 0; i < columns.length; i++) {
            Object value = known.get(columns[i].name());
            if (value != null) {
                row.setField(i, convert(i, value));
                identified = true;
            }
        }
        if (!identified) {
            throw new ConversionException(
                    Code.MISSING_KEY,
                    null,
                    "A delete in table "
                            + change.table()
                            + " has no value for any declared column, so it is unknown which row"
                            + " is meant; declare the key columns, or give the table a primary key"
                            + " or REPLICA IDENTITY FULL");
        }
        return row;
    }

    private Object convert(int column, Object value) throws ConversionException {
        try {
            return converters[column].convert(value);
        } catch (Misfit e) {
            throw new ConversionException(
                    e.code(), columns[column].name(), describe(column) + e.getMessage());
        }
    }

    private String describe(int column) {
        return "Column '"
                + columns[column].name()
                + "': expected "
                + columns[column].type().asSummaryString()
                + ", found ";
    }
}
