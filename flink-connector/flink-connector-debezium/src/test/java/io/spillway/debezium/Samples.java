/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.common.deadletter.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Records as Debezium 3.7 wrote them to Kafka, one file per shape. */
public final class Samples {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Samples() {}

    /** The record of one shape, by the name of its file. */
    public static KafkaRecord load(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/debezium/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("No sample " + name);
            }
            JsonNode node = MAPPER.readTree(in);
            boolean base64 = node.get("encoding").asText().equals("base64");
            List<DeadLetter.Header> headers = new ArrayList<>();
            node.get("headers")
                    .properties()
                    .forEach(
                            entry ->
                                    headers.add(
                                            new DeadLetter.Header(
                                                    entry.getKey(),
                                                    utf8(entry.getValue().asText()))));
            return new KafkaRecord(
                    node.get("topic").asText(),
                    node.get("partition").asInt(),
                    node.get("offset").asLong(),
                    node.get("timestamp").asLong(),
                    bytes(node.get("key"), base64),
                    bytes(node.get("value"), base64),
                    List.copyOf(headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all samples that begin so. */
    public static List<String> names(String prefix) {
        try (Stream<Path> files =
                Files.list(Path.of(Samples.class.getResource("/debezium").getPath()))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record made up by a test; null stays null. */
    public static KafkaRecord record(String key, String value) {
        return new KafkaRecord("topic", 1, 7, 99, utf8(key), utf8(value), List.of());
    }

    public static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode node, boolean base64) {
        if (node.isNull()) {
            return null;
        }
        return base64 ? Base64.getDecoder().decode(node.asText()) : utf8(node.asText());
    }
}
