/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Tags as text, which is how schemaless protocols carry and keep them. */
@Internal
final class TagText {

    private final TargetTable table;
    private final List<Integer> byName = new ArrayList<>();

    TagText(RowLayout layout) {
        table = layout.table();
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).tag()) {
                byName.add(i);
            }
        }
        byName.sort(Comparator.comparing(tag -> table.columns().get(tag).name()));
    }

    /** Empty for NULL: neither can be told. */
    String text(SinkRow row, int tag) {
        if (row.isNull(tag)) {
            return "";
        }
        return switch (table.columns().get(tag).type()) {
            case BOOL -> String.valueOf(row.getLong(tag) != 0);
            case UBIGINT -> Long.toUnsignedString(row.getLong(tag));
            case FLOAT -> String.valueOf((float) row.getDouble(tag));
            case DOUBLE -> String.valueOf(row.getDouble(tag));
            case DECIMAL64, DECIMAL128 -> row.getDecimal(tag).toPlainString();
            case VARCHAR, NCHAR, JSON -> row.getString(tag);
            case VARBINARY, BLOB, GEOMETRY -> HexFormat.of().formatHex(row.getBytes(tag));
            default -> String.valueOf(row.getLong(tag));
        };
    }

    /** A child table's name that only rows with the same tags have. */
    String tableName(SinkRow row) {
        StringBuilder all = new StringBuilder(table.name());
        for (int tag : byName) {
            String text = text(row, tag);
            if (!text.isEmpty()) {
                all.append(',').append(table.columns().get(tag).name()).append('=').append(text);
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5")
                            .digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return "t_" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
