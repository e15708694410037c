/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.RecordException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * What a child table can be called. A bound name is taken apart by the server: a dot separates a
 * database, quotes at the beginning are removed. Such a name would end up as another one, so it is
 * refused here.
 */
@Internal
final class TableName {

    static final int MAX_BYTES = 192;

    private TableName() {}

    /**
     * @throws RecordException if no table can have this name
     */
    static void check(String name) throws RecordException {
        int length = name.length();
        if (length == 0) {
            throw refused("is empty");
        }
        char first = name.charAt(0);
        if (first == '\'' || first == '"') {
            throw refused("begins with a quote");
        }
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c == '.' || c == '`' || c < ' ') {
                throw refused(
                        c == '.'
                                ? "contains a dot"
                                : c == '`' ? "contains a back-quote" : "has a control character");
            }
            ascii &= c < 0x80;
        }
        int bytes = ascii ? length : name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw refused("takes " + bytes + " bytes, at most " + MAX_BYTES + " are allowed");
        }
    }

    private static RecordException refused(String why) {
        return new RecordException(
                "InvalidTableName", "The name of the table the row goes to " + why);
    }
}
