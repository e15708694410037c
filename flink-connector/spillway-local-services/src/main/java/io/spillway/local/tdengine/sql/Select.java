/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import java.util.List;
import javax.annotation.Nullable;

/**
 * A query.
 *
 * @param limit -1 without
 * @param groupLimit of SLIMIT, -1 without
 */
public record Select(
        boolean distinct,
        boolean tagsOnly,
        List<Item> items,
        @Nullable Source source,
        @Nullable Expr where,
        List<Expr> partitionBy,
        List<Expr> groupBy,
        @Nullable Expr having,
        List<Order> orderBy,
        long limit,
        long offset,
        long groupLimit,
        long groupOffset)
        implements Statement {

    /**
     * @param text the expression as written
     */
    public record Item(Expr expression, @Nullable String alias, String text) {}

    public record Order(Expr expression, boolean descending) {}

    /** Where rows come from. */
    public sealed interface Source {

        @Nullable
        String alias();

        record Named(TableName table, @Nullable String alias) implements Source {}

        record Sub(Select query, @Nullable String alias) implements Source {}
    }
}
