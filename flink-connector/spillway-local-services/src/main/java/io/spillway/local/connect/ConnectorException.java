/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import java.io.IOException;

/**
 * A connector was refused, failed, or did not run in time; the message says what Connect said,
 * passwords masked.
 */
public class ConnectorException extends IOException {

    private static final long serialVersionUID = 1L;

    /** An exception with what Connect said. */
    public ConnectorException(String message) {
        super(message);
    }
}
