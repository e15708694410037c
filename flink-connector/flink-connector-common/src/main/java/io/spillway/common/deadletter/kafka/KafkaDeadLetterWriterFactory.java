/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * {@code dead-letter.type = kafka}: letters with the original key, value and headers in a Kafka
 * topic, described by {@link KafkaDeadLetterHeaders}. Needs kafka-clients on the class path.
 *
 * <p>This class touches no Kafka class, so that it loads where there are none.
 */
@PublicEvolving
public final class KafkaDeadLetterWriterFactory implements DeadLetterWriterFactory {

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Topic of the letters. It must not be compacted: letters without a key"
                                    + " would be refused and others dropped.");

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("properties.bootstrap.servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Brokers, for example localhost:9092.");

    /** All options of the producer, by their names in Kafka. */
    public static final ConfigOption<Map<String, String>> PROPERTIES =
            ConfigOptions.key("properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Options handed to the Kafka producer as they are.");

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(TOPIC, BOOTSTRAP_SERVERS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public Set<String> passThroughPrefixes() {
        return Set.of(PROPERTIES.key() + ".");
    }

    @Override
    public Provider create(ReadableConfig options) {
        requireKafkaClients();
        return KafkaDeadLetterTarget.of(options.get(TOPIC), options.get(PROPERTIES));
    }

    private static void requireKafkaClients() {
        ClassLoader loader = KafkaDeadLetterWriterFactory.class.getClassLoader();
        try {
            Class.forName("org.apache.kafka.clients.producer.KafkaProducer", false, loader);
        } catch (ClassNotFoundException e) {
            throw new ValidationException(
                    "'dead-letter.type' = 'kafka' needs kafka-clients on the class path; add it or"
                            + " the Kafka connector",
                    e);
        }
    }
}
