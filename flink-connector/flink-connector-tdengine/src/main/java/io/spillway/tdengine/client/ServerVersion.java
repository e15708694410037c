/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import org.apache.flink.annotation.Internal;

/** Compares versions such as {@code 3.3.7.5} or {@code 3.3.7.0.alpha}. */
@Internal
final class ServerVersion {

    /** The first server whose WebSocket knows everything that is used here. */
    static final String OLDEST = "3.3.6.0";

    private ServerVersion() {}

    static boolean isSupported(String version) {
        return compare(version, OLDEST) >= 0;
    }

    /** Part by part; a part that is no number counts as lower than any that is. */
    static int compare(String left, String right) {
        String[] lefts = left.trim().split("[.-]");
        String[] rights = right.trim().split("[.-]");
        for (int i = 0; i < Math.max(lefts.length, rights.length); i++) {
            int result = Long.compare(part(lefts, i), part(rights, i));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static long part(String[] parts, int index) {
        if (index >= parts.length) {
            return 0;
        }
        String part = parts[index];
        boolean number = !part.isEmpty() && part.length() < 18;
        for (int i = 0; number && i < part.length(); i++) {
            number = part.charAt(i) >= '0' && part.charAt(i) <= '9';
        }
        return number ? Long.parseLong(part) : -1;
    }
}
