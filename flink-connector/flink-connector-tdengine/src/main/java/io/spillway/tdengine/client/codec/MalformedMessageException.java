/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import java.io.IOException;
import org.apache.flink.annotation.Experimental;

/** Bytes that are not the message they should be. The text never contains what they say. */
@Experimental
public final class MalformedMessageException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
