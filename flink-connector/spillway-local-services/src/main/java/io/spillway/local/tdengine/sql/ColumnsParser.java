/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.sql.Token.Kind;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Columns' declarations and types. */
final class ColumnsParser {

    private static final int MOST_VARCHAR = 65517;
    private static final int MOST_NCHAR = 16379;
    private static final int JSON_LENGTH = 4095;
    private static final int DECIMAL64_DIGITS = 18;
    private static final int DECIMAL_DIGITS = 38;
    private static final int BLOB_LENGTH = 4 * 1024 * 1024;
    private static final Set<String> STORAGE_OPTIONS = Set.of("encode", "compress", "level");

    private final TokenStream tokens;

    ColumnsParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** {@code (name type, ...)}, of which some may be keys. */
    List<ColumnSpec> columns() throws TaosException {
        return list(true);
    }

    /** {@code (name type, ...)}. */
    List<ColumnSpec> tags() throws TaosException {
        return list(false);
    }

    /** A column or tag of its own, which is no key. */
    ColumnSpec column() throws TaosException {
        return column(false);
    }

    private List<ColumnSpec> list(boolean keys) throws TaosException {
        tokens.expect("(");
        List<ColumnSpec> columns = new ArrayList<>();
        do {
            columns.add(column(keys));
        } while (tokens.accept(","));
        tokens.expect(")");
        return columns;
    }

    private ColumnSpec column(boolean keys) throws TaosException {
        String name = tokens.name();
        ColumnSpec column = type().column(name);
        while (true) {
            if (keys
                    && (tokens.acceptWords("composite", "key")
                            || tokens.acceptWords("primary", "key"))) {
                column = column.asKey();
            } else if (tokens.peek().kind() == Kind.NAME
                    && STORAGE_OPTIONS.contains(tokens.peek().text())) {
                tokens.next();
                tokens.string();
            } else {
                return column;
            }
        }
    }

    TypeName type() throws TaosException {
        Token token = tokens.peek();
        if (token.kind() != Kind.NAME) {
            throw tokens.unexpected();
        }
        return switch (token.text()) {
            case "timestamp" -> fixed(ValueType.TIMESTAMP);
            case "bool" -> fixed(ValueType.BOOL);
            case "float" -> fixed(ValueType.FLOAT);
            case "double" -> fixed(ValueType.DOUBLE);
            case "tinyint" -> integer(ValueType.TINYINT, ValueType.UTINYINT);
            case "smallint" -> integer(ValueType.SMALLINT, ValueType.USMALLINT);
            case "int", "integer" -> integer(ValueType.INT, ValueType.UINT);
            case "bigint" -> integer(ValueType.BIGINT, ValueType.UBIGINT);
            case "varchar", "binary" -> variable(ValueType.VARCHAR, MOST_VARCHAR);
            case "nchar" -> variable(ValueType.NCHAR, MOST_NCHAR);
            case "varbinary" -> variable(ValueType.VARBINARY, MOST_VARCHAR);
            case "geometry" -> variable(ValueType.GEOMETRY, MOST_VARCHAR);
            case "json" -> {
                tokens.next();
                yield new TypeName(ValueType.JSON, JSON_LENGTH, 0, 0);
            }
            case "blob" -> {
                tokens.next();
                yield new TypeName(ValueType.BLOB, BLOB_LENGTH, 0, 0);
            }
            case "decimal" -> decimal();
            default -> throw tokens.unexpected();
        };
    }

    private TypeName fixed(ValueType type) throws TaosException {
        tokens.next();
        return new TypeName(type, type.width(), 0, 0);
    }

    private TypeName integer(ValueType signed, ValueType unsigned) throws TaosException {
        tokens.next();
        ValueType type = tokens.acceptWord("unsigned") ? unsigned : signed;
        return new TypeName(type, type.width(), 0, 0);
    }

    private TypeName variable(ValueType type, int most) throws TaosException {
        tokens.next();
        tokens.expect("(");
        long length = tokens.integer();
        tokens.expect(")");
        if (length < 1 || length > most) {
            throw new TaosException(0x2642, "Invalid column length for var length type");
        }
        return new TypeName(type, (int) length, 0, 0);
    }

    private TypeName decimal() throws TaosException {
        tokens.next();
        tokens.expect("(");
        long precision = tokens.integer();
        long scale = tokens.accept(",") ? tokens.integer() : 0;
        tokens.expect(")");
        if (precision < 1 || precision > DECIMAL_DIGITS || scale > precision) {
            throw TaosErrors.invalidOperation("Invalid decimal type");
        }
        ValueType type = precision <= DECIMAL64_DIGITS ? ValueType.DECIMAL64 : ValueType.DECIMAL;
        return new TypeName(type, type.width(), (int) precision, (int) scale);
    }
}
