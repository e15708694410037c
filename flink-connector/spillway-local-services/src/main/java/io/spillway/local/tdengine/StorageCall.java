/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.execution.LocalEngine;
import javax.annotation.Nullable;

/** What a test does to a database behind the server's back; gives a number. */
@FunctionalInterface
interface StorageCall {

    int on(LocalEngine engine, String database) throws TaosException;

    /**
     * @param engine null if the server has one of somebody else
     * @throws IllegalArgumentException with the server's code and text
     */
    static int run(@Nullable LocalEngine engine, String database, StorageCall call) {
        if (engine == null) {
            throw new IllegalStateException("The server has an engine of somebody else");
        }
        try {
            return call.on(engine, database);
        } catch (TaosException e) {
            throw failure(e, database);
        }
    }

    static IllegalArgumentException failure(TaosException e, String what) {
        return new IllegalArgumentException(
                String.format("0x%04x: %s: %s", e.code(), e.getMessage(), what), e);
    }
}
