/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.kafka;

import io.spillway.local.junit.LocalServiceExtension;
import java.util.Objects;

/**
 * Gives a JUnit 5 test its own {@link LocalKafka}.
 *
 * <pre>{@code
 * @RegisterExtension static final LocalKafkaExtension KAFKA = new LocalKafkaExtension();
 * }</pre>
 */
public final class LocalKafkaExtension extends LocalServiceExtension<LocalKafka> {

    private final LocalKafka.Builder builder;

    /** A node with the default settings. */
    public LocalKafkaExtension() {
        this(LocalKafka.builder());
    }

    /** A node with settings of your own. */
    public LocalKafkaExtension(LocalKafka.Builder builder) {
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    @Override
    protected LocalKafka start() throws Exception {
        return builder.start();
    }
}
