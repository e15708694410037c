/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import org.apache.flink.annotation.Internal;

/** How the bodies of calls about records are made. */
@Internal
enum BodyFormat {
    PROTOBUF("application/x-protobuf", true, true),
    /** The action stands in the body. */
    JSON("application/json", false, true),
    /** Packed within itself. */
    BATCH("application/x-binary", true, false);

    private final String contentType;
    private final boolean actionInHeader;
    private final boolean packed;

    BodyFormat(String contentType, boolean actionInHeader, boolean packed) {
        this.contentType = contentType;
        this.actionInHeader = actionInHeader;
        this.packed = packed;
    }

    String contentType() {
        return contentType;
    }

    /** Whether what is to be done is told by a header. */
    boolean actionInHeader() {
        return actionInHeader;
    }

    /** Whether whole bodies are compressed. */
    boolean packed() {
        return packed;
    }
}
