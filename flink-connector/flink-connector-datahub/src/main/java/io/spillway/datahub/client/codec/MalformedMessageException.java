/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.io.IOException;
import org.apache.flink.annotation.Experimental;

/** Bytes that are not the message they should be. */
@Experimental
public final class MalformedMessageException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean damaged;

    private MalformedMessageException(String message, boolean damaged) {
        super(message);
        this.damaged = damaged;
    }

    /** The message is whole, as far as its checksum tells, but makes no sense. */
    public static MalformedMessageException nonsense(String message) {
        return new MalformedMessageException(message, false);
    }

    /** The message was damaged or cut on its way; asking again may help. */
    public static MalformedMessageException damaged(String message) {
        return new MalformedMessageException(message, true);
    }

    /** Whether the message was damaged on its way, rather than written wrongly. */
    public boolean isDamaged() {
        return damaged;
    }
}
