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

    private final RowLayout layout;
    private final TargetTable table;
    private final List<Integer> byName = new ArrayList<>();

    TagText(RowLayout layout) {
        this.layout = layout;
        table = layout.table();
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).tag()) {
                byName.add(i);
            }
        }
        byName.sort(Comparator.comparing(tag -> table.columns().get(tag).name()));
    }

    /** Empty for NULL: neither can be told. */
    String text(byte[] cells, int tag) {
        if (layout.isNull(cells, tag)) {
            return "";
        }
        return switch (table.columns().get(tag).type()) {
            case BOOL -> String.valueOf(layout.getLong(cells, tag) != 0);
            case UBIGINT -> Long.toUnsignedString(layout.getLong(cells, tag));
            case FLOAT -> String.valueOf((float) layout.getDouble(cells, tag));
            case DOUBLE -> String.valueOf(layout.getDouble(cells, tag));
            case DECIMAL64, DECIMAL128 -> layout.getDecimal(cells, tag).toPlainString();
            case VARCHAR, NCHAR, JSON -> layout.getString(cells, tag);
            case VARBINARY, BLOB, GEOMETRY -> HexFormat.of().formatHex(layout.getBytes(cells, tag));
            default -> String.valueOf(layout.getLong(cells, tag));
        };
    }

    /** A child table's name that only rows with the same tags have. */
    String tableName(byte[] cells) {
        StringBuilder all = new StringBuilder(table.name());
        for (int tag : byName) {
            String text = text(cells, tag);
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
