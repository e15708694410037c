/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import org.apache.flink.annotation.Internal;

/** Records do not fit the topic's schema as it was known: look it up again. */
@Internal
public final class UnknownSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param found what does not fit
     */
    UnknownSchemaException(String found) {
        super(found, null, false, false);
    }
}
