/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

/** An error as the server reports it. */
public final class TaosException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code the low 16 bits of the server's code
     * @param message the server's text
     */
    public TaosException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
