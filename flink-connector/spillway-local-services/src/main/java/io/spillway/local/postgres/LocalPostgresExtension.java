/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import io.spillway.local.junit.LocalServiceExtension;
import java.util.Objects;

/**
 * Gives a JUnit 5 test its own {@link LocalPostgres}.
 *
 * <pre>{@code
 * @RegisterExtension static final LocalPostgresExtension POSTGRES = new LocalPostgresExtension();
 *
 * @Test
 * void test() throws Exception {
 *     try (Connection connection = POSTGRES.get().connect()) { ... }
 * }
 * }</pre>
 */
public final class LocalPostgresExtension extends LocalServiceExtension<LocalPostgres> {

    private final LocalPostgres.Builder builder;

    /** A server with the default settings. */
    public LocalPostgresExtension() {
        this(LocalPostgres.builder());
    }

    /** A server with settings of your own. */
    public LocalPostgresExtension(LocalPostgres.Builder builder) {
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    @Override
    protected LocalPostgres start() throws Exception {
        return builder.start();
    }
}
