/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link LocalTDengine} for the tests of one class: started before the first, closed after the
 * last.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalTDengineExtension TDENGINE = new LocalTDengineExtension();
 * }</pre>
 */
public final class LocalTDengineExtension implements BeforeAllCallback, AfterAllCallback {

    private final LocalTDengine.Builder builder;
    private LocalTDengine server;

    public LocalTDengineExtension() {
        this(LocalTDengine.builder());
    }

    public LocalTDengineExtension(LocalTDengine.Builder builder) {
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    /** The running server. */
    public LocalTDengine server() {
        if (server == null) {
            throw new IllegalStateException(
                    "The local TDengine is not running: register the extension in a static field");
        }
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = builder.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
