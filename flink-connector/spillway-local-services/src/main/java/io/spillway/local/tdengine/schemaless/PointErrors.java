/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.TaosException;

/** Complaints about points. */
public final class PointErrors {

    static final int INVALID_VALUE = 0x0203;
    static final int INVALID_TIME = 0x0127;

    private static final int INVALID_JSON = 0x0221;
    private static final int INVALID_DATA = 0x3002;
    private static final int LONGEST = 510;

    private PointErrors() {}

    public static TaosException invalid(String reason) {
        return new TaosException(INVALID_DATA, reason);
    }

    public static TaosException invalid(String reason, String near) {
        return of(INVALID_DATA, reason, near);
    }

    /** A complaint with a code of its own. */
    public static TaosException of(int code, String reason, String near) {
        String message = reason + ":" + near;
        return new TaosException(
                code, message.length() > LONGEST ? message.substring(0, LONGEST) : message);
    }

    static TaosException json() {
        return new TaosException(INVALID_JSON, "Invalid JSON format");
    }
}
