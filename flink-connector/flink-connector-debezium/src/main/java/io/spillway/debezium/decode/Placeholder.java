/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * Recognises what the PostgreSQL connector writes for a value the database did not send (a large
 * value that an update left alone). Each column type has its own disguise of the same placeholder.
 */
@Internal
final class Placeholder {

    private final byte[] bytes;
    private final String text;
    private final String uuid;

    /** The placeholder as text, as bytes, and as hstore in JSON. */
    private final String[] texts;

    Placeholder(String placeholder) {
        this.text = placeholder;
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
        this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
        this.texts =
                new String[] {
                    text,
                    Base64.getEncoder().encodeToString(bytes),
                    "{\"" + text + "\":\"" + text + "\"}"
                };
    }

    /** Whether the string the parser stands on is the placeholder. */
    boolean isText(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        for (String candidate : texts) {
            if (candidate.length() == length && candidate.equals(parser.getText())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an array or a map is the placeholder. */
    boolean isNested(Object value) {
        if (value instanceof List<?> list) {
            return list.size() == 1 ? isOnlyElement(list.get(0)) : isByteNumbers(list);
        }
        return value instanceof Map<?, ?> map && map.size() == 1 && text.equals(map.get(text));
    }

    private boolean isOnlyElement(Object element) {
        if (element instanceof byte[] binary) {
            return Arrays.equals(binary, bytes);
        }
        return text.equals(element) || texts[1].equals(element) || uuid.equals(element);
    }

    /** Arrays of integers carry the placeholder's bytes as numbers. */
    private boolean isByteNumbers(List<?> list) {
        if (list.size() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            boolean same =
                    list.get(i) instanceof Number number
                            && (number instanceof Integer || number instanceof Long)
                            && number.longValue() == bytes[i];
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
