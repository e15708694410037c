/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import io.spillway.common.deadletter.DeadLetterWriter;
import io.spillway.common.deadletter.DeadLetterWriterFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Checked options of the Kafka target; ships to the tasks and makes their writers. */
@Internal
final class KafkaDeadLetterTarget implements DeadLetterWriterFactory.Provider {

    private static final long serialVersionUID = 1L;

    /** Long enough for an election of leaders, short enough for a person who waits for an error. */
    private static final String DEFAULT_MAX_BLOCK_MILLIS = "30000";

    /** A letter is larger than its record, so the broker's limit decides, not the producer's. */
    private static final String DEFAULT_MAX_REQUEST_BYTES = Integer.toString(16 * 1024 * 1024);

    private final String topic;
    private final HashMap<String, String> properties;

    private KafkaDeadLetterTarget(String topic, HashMap<String, String> properties) {
        this.topic = topic;
        this.properties = properties;
    }

    /**
     * @param topic topic of the letters
     * @param userProperties producer options as the user gave them
     */
    static KafkaDeadLetterTarget of(String topic, Map<String, String> userProperties) {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException e) {
            throw new ValidationException(
                    "'dead-letter.topic' = '" + topic + "' is not a topic: " + e.getMessage(), e);
        }
        refuse(userProperties, ProducerConfig.TRANSACTIONAL_ID_CONFIG, "is set by the job");
        refuse(userProperties, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "is always bytes");
        refuse(userProperties, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "is always bytes");
        String acks = userProperties.getOrDefault(ProducerConfig.ACKS_CONFIG, "all");
        if (!acks.equals("all") && !acks.equals("-1")) {
            throw new ValidationException(
                    "'dead-letter.properties.acks' = '"
                            + acks
                            + "' could lose letters; remove it or set it to 'all'");
        }
        HashMap<String, String> properties = new HashMap<>(userProperties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, DEFAULT_MAX_BLOCK_MILLIS);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
        checkValues(properties);
        return new KafkaDeadLetterTarget(topic, properties);
    }

    private static void refuse(Map<String, String> properties, String key, String why) {
        if (properties.containsKey(key)) {
            throw new ValidationException(
                    "'dead-letter.properties."
                            + key
                            + "' cannot be set, it "
                            + why
                            + "; remove it");
        }
    }

    /** What Kafka itself says of each value; without this it would say so only on the task. */
    private static void checkValues(Map<String, String> properties) {
        Map<String, String> complete = new HashMap<>(properties);
        String serializer = ByteArraySerializer.class.getName();
        complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, serializer);
        complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, serializer);
        for (ConfigValue value : ProducerConfig.configDef().validate(complete)) {
            if (!value.errorMessages().isEmpty()) {
                throw new ValidationException(
                        "'dead-letter.properties."
                                + value.name()
                                + "' is wrong: "
                                + value.errorMessages().get(0));
            }
        }
    }

    @Override
    public DeadLetterWriter createWriter() {
        Map<String, Object> configuration = new HashMap<>(properties);
        return new KafkaDeadLetterWriter(
                topic,
                properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG),
                () ->
                        new KafkaProducer<>(
                                configuration,
                                new ByteArraySerializer(),
                                new ByteArraySerializer()));
    }

    /** The topic and the brokers only: the other properties may be secrets. */
    @Override
    public String toString() {
        return "Kafka topic '"
                + topic
                + "' at "
                + properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }
}
