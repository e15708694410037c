/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import io.spillway.local.junit.LocalServiceExtension;
import io.spillway.local.kafka.LocalKafkaExtension;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Gives a JUnit 5 test its own {@link LocalConnect}.
 *
 * <pre>{@code
 * @Order(1) @RegisterExtension static final LocalKafkaExtension KAFKA = new LocalKafkaExtension();
 * @Order(2) @RegisterExtension static final LocalConnectExtension CONNECT = new LocalConnectExtension(KAFKA);
 * }</pre>
 */
public final class LocalConnectExtension extends LocalServiceExtension<LocalConnect> {

    private final Supplier<LocalConnect.Builder> builder;

    /** A worker on the Kafka of the same test, which has the lower {@code @Order}. */
    public LocalConnectExtension(LocalKafkaExtension kafka) {
        this(() -> LocalConnect.builder(kafka.get().bootstrapServers()));
    }

    /**
     * A worker with settings of your own.
     *
     * @param builder asked when the worker starts
     */
    public LocalConnectExtension(Supplier<LocalConnect.Builder> builder) {
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    @Override
    protected LocalConnect start() throws Exception {
        return builder.get().start();
    }
}
