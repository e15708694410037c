/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link LocalDataHub} for the tests of one class: started before the first, closed after the
 * last.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();
 * }</pre>
 */
public final class LocalDataHubExtension implements BeforeAllCallback, AfterAllCallback {

    private final LocalDataHub.Builder builder;
    private LocalDataHub hub;

    public LocalDataHubExtension() {
        this(LocalDataHub.builder());
    }

    public LocalDataHubExtension(LocalDataHub.Builder builder) {
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    /** The running service. */
    public LocalDataHub hub() {
        if (hub == null) {
            throw new IllegalStateException(
                    "The local DataHub is not running: register the extension in a static field");
        }
        return hub;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        hub = builder.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (hub != null) {
            hub.close();
            hub = null;
        }
    }
}
