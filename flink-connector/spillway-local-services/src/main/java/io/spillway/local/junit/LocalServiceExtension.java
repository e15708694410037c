/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.junit;

import javax.annotation.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a local service for a JUnit 5 test. In a {@code static} field with
 * {@code @RegisterExtension} the service lives as long as the test class, in an instance field as
 * long as one test method.
 *
 * <p>Where one service needs another, give the needed one the lower {@code @Order}: JUnit then
 * starts it first and closes it last.
 *
 * @param <S> the service
 */
public abstract class LocalServiceExtension<S extends AutoCloseable>
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    @Nullable private S service;
    private boolean perMethod;

    /** Starts the service. */
    protected abstract S start() throws Exception;

    /**
     * The running service.
     *
     * @throws IllegalStateException before it is started or after it is closed
     */
    public final S get() {
        if (service == null) {
            throw new IllegalStateException(
                    getClass().getSimpleName()
                            + " is not started: register it with @RegisterExtension and give it a lower"
                            + " @Order than the extensions that need it");
        }
        return service;
    }

    @Override
    public final void beforeAll(ExtensionContext context) throws Exception {
        service = start();
    }

    @Override
    public final void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    @Override
    public final void beforeEach(ExtensionContext context) throws Exception {
        if (service == null) {
            perMethod = true;
            service = start();
        }
    }

    @Override
    public final void afterEach(ExtensionContext context) throws Exception {
        if (perMethod) {
            stop();
        }
    }

    private void stop() throws Exception {
        S running = service;
        service = null;
        if (running != null) {
            running.close();
        }
    }
}
