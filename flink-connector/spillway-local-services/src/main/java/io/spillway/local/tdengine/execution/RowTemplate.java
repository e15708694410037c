/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.execution.InsertTarget.Kind;
import io.spillway.local.tdengine.execution.InsertTarget.Slot;
import io.spillway.local.tdengine.sql.Insert.Cell;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.List;

/** Where bound values go in a prepared row, and what the statement itself says. */
final class RowTemplate {

    private final InsertTarget bound;
    private final Cell[] cells;
    private final Literals literals;
    private final List<ColumnSpec> columns = new ArrayList<>();
    private final List<Object> constants = new ArrayList<>();
    private final int[] sources;
    private int bindable;

    RowTemplate(InsertTarget bound, Cell[] cells, Literals literals) throws TaosException {
        this.bound = bound;
        this.cells = cells;
        this.literals = literals;
        if (cells.length != bound.columns().size()) {
            throw TaosErrors.columnsNumber();
        }
        sources = new int[bound.count(Kind.COLUMN)];
        int column = 0;
        for (int i = 0; i < cells.length; i++) {
            Slot slot = bound.columns().get(i);
            if (slot.kind() == Kind.COLUMN) {
                columns.add(slot.spec());
                boolean parameter = cells[i].kind() == Cell.Kind.PARAMETER;
                constants.add(parameter ? null : literals.convert(cells[i], slot.spec()));
                sources[column++] = parameter ? bindable++ : -1;
            }
        }
    }

    /** Checked rows; those without constants are the given ones. */
    List<Object[]> rows(List<Object[]> values) throws TaosException {
        List<Object[]> rows = values;
        if (bindable < sources.length) {
            rows = new ArrayList<>(values.size());
            for (Object[] value : values) {
                rows.add(filled(value));
            }
        }
        int timeIndex = timeIndex();
        ColumnSpec[] specs = columns.toArray(new ColumnSpec[0]);
        for (Object[] row : rows) {
            if (row.length != specs.length) {
                throw new TaosException(0x0236, "bind number out of range or not match");
            }
            for (int i = 0; i < specs.length; i++) {
                Object checked = BoundValues.check(specs[i], row[i]);
                if (checked != row[i]) {
                    row[i] = checked;
                }
            }
            if (row[timeIndex] == null) {
                throw TaosErrors.invalidOperation("Primary timestamp column should not be null");
            }
        }
        return rows;
    }

    private int timeIndex() {
        int[] positions = bound.positions();
        int index = 0;
        while (positions[index] != 0) {
            index++;
        }
        return index;
    }

    private Object[] filled(Object[] values) throws TaosException {
        if (values.length != bindable) {
            throw new TaosException(0x0236, "bind number out of range or not match");
        }
        Object[] row = new Object[sources.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = sources[i] < 0 ? constants.get(i) : values[sources[i]];
        }
        return row;
    }

    /** All tags of the table, from the statement and from bound values. */
    Object[] tags(List<Cell> afterTags, List<Object> values) throws TaosException {
        Object[] tags = new Object[bound.superTable().tags().size()];
        int next = 0;
        for (int i = 0; i < afterTags.size(); i++) {
            next = put(tags, bound.tags()[i], afterTags.get(i), values, next);
        }
        for (int i = 0; i < cells.length; i++) {
            Slot slot = bound.columns().get(i);
            if (slot.kind() == Kind.TAG) {
                next = put(tags, slot.position(), cells[i], values, next);
            }
        }
        if (next != values.size()) {
            throw TaosErrors.tagsNotMatched();
        }
        return tags;
    }

    private int put(Object[] tags, int position, Cell cell, List<Object> values, int next)
            throws TaosException {
        ColumnSpec spec = bound.superTable().tags().column(position).spec();
        if (cell.kind() != Cell.Kind.PARAMETER) {
            tags[position] = literals.convert(cell, spec);
            return next;
        }
        if (next >= values.size()) {
            throw TaosErrors.tagsNotMatched();
        }
        tags[position] = BoundValues.check(spec, values.get(next));
        return next + 1;
    }
}
