/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Elements such as {@code d1:5:42}: table, timestamp and value, with a note after another colon, or
 * {@code -d1:5} to delete.
 */
final class Readings implements TDengineSerializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public List<String> columns() {
        return List.of("v", "gid", "ts", "note");
    }

    @Override
    public boolean serialize(String element, RowOutput row) throws IOException {
        boolean delete = element.startsWith("-");
        String[] parts = (delete ? element.substring(1) : element).split(":", -1);
        row.setTable(parts[0]);
        row.setLong(2, Long.parseLong(parts[1]));
        if (delete) {
            row.delete();
            return true;
        }
        row.setLong(1, parts[0].hashCode() & 0xff);
        if (!parts[2].isEmpty()) {
            row.setLong(0, Long.parseLong(parts[2]));
        }
        if (parts.length > 3) {
            row.setString(3, parts[3]);
        }
        return true;
    }

    @Override
    public byte[] describe(String element) {
        return element.getBytes(StandardCharsets.UTF_8);
    }
}
