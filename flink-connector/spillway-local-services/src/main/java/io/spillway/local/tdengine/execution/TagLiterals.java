/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Insert.Cell;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.value.TaosErrors;
import java.time.Clock;
import javax.annotation.Nullable;

/** Values of tags in CREATE TABLE and ALTER TABLE. */
final class TagLiterals {

    private final Literals literals;

    TagLiterals(Session session, Database database, Clock clock) {
        this.literals = new Literals("", session.zone(), database.precision(), clock);
    }

    @Nullable
    Object convert(Expr expression, ColumnSpec tag) throws TaosException {
        return literals.convert(cell(expression, tag), tag);
    }

    private static Cell cell(Expr expression, ColumnSpec tag) throws TaosException {
        if (expression instanceof Expr.NullLiteral) {
            return new Cell(Cell.Kind.NULL, "null", 0, 0);
        }
        if (expression instanceof Expr.BoolLiteral bool) {
            return new Cell(Cell.Kind.BOOL, String.valueOf(bool.value()), 0, 0);
        }
        if (expression instanceof Expr.IntLiteral number) {
            return new Cell(Cell.Kind.NUMBER, number.value().toString(), 0, 0);
        }
        if (expression instanceof Expr.FloatLiteral number) {
            return new Cell(Cell.Kind.NUMBER, number.text(), 0, 0);
        }
        if (expression instanceof Expr.StringLiteral text) {
            return new Cell(Cell.Kind.STRING, text.value(), 0, 0);
        }
        if (expression instanceof Expr.Call call && call.name().equals("now")) {
            return new Cell(Cell.Kind.NOW, "now", 0, 0);
        }
        throw TaosErrors.wrongType(tag.name());
    }
}
