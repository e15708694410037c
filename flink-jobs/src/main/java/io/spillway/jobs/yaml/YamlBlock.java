/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import io.spillway.common.options.DidYouMean;
import io.spillway.jobs.input.EnvReferences;
import io.spillway.jobs.input.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping that is read key by key. What is wrong goes to the {@link Problems} and reading goes
 * on; keys nobody asked for are refused by {@link #finish}. Not thread-safe.
 */
@Internal
public final class YamlBlock {

    private final String path;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();

    /** Keys that are known, whether they are there or not: what a slip may have meant. */
    private final Set<String> asked = new LinkedHashSet<>();

    private final Set<String> consumed = new HashSet<>();
    private final EnvReferences references;
    private final Problems problems;

    private YamlBlock(String path, int line, EnvReferences references, Problems problems) {
        this.path = path;
        this.line = line;
        this.references = references;
        this.problems = problems;
    }

    static YamlBlock of(
            MappingNode node, String path, EnvReferences references, Problems problems) {
        YamlBlock block = new YamlBlock(path, Nodes.lineOf(node), references, problems);
        for (NodeTuple tuple : node.getValue()) {
            int line = Nodes.lineOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(line, block.named("") + "a key must be a plain word");
            } else if (block.entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(
                        line,
                        "%s is given twice; the first is in line %d"
                                .formatted(
                                        block.quoted(key.getValue()),
                                        block.keyLines.get(key.getValue())));
            } else {
                block.keyLines.put(key.getValue(), line);
            }
        }
        return block;
    }

    /** The line the block begins in, counted from 1. */
    public int line() {
        return line;
    }

    /** The line of a key, or of the block if it is not there. */
    public int lineOf(String key) {
        return keyLines.getOrDefault(key, line);
    }

    /** The keys in the order of the file. */
    public Set<String> keys() {
        return entries.keySet();
    }

    /** Notes a problem about one of this block's keys. */
    public void problem(String key, String text) {
        problems.add(lineOf(key), quoted(key) + " " + text);
    }

    /** A scalar, if the key is there. */
    public Optional<YamlValue> value(String key) {
        Node node = take(key);
        return node == null ? Optional.empty() : scalar(key, node);
    }

    /** A scalar that must be there; empty after a problem has been noted. */
    public Optional<YamlValue> requiredValue(String key) {
        if (!require(key)) {
            return Optional.empty();
        }
        return value(key);
    }

    /** A whole number, if the key is there. */
    public OptionalInt integer(String key, int min) {
        return converted(key, value -> value.wholeNumber(min))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** A duration such as {@code 10 s}, if the key is there. */
    public Optional<Duration> duration(String key) {
        return converted(key, YamlValue::duration);
    }

    /** One of an enum's constants, written {@code like-this}, if the key is there. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return converted(key, value -> value.choice(type));
    }

    private <T> Optional<T> converted(String key, Function<YamlValue, T> conversion) {
        Optional<YamlValue> value = value(key);
        try {
            return value.map(conversion);
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage());
            return Optional.empty();
        }
    }

    /** A mapping below this one, if the key is there. */
    public Optional<YamlBlock> block(String key) {
        Node node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(of(mapping, pathOf(key), references, problems));
        }
        problem(key, "must be a mapping, is " + Nodes.kind(node));
        return Optional.empty();
    }

    /** A mapping that must be there; empty after a problem has been noted. */
    public Optional<YamlBlock> requiredBlock(String key) {
        if (!require(key)) {
            return Optional.empty();
        }
        return block(key);
    }

    /** A list of mappings, empty if the key is not there. */
    public List<YamlBlock> blocks(String key) {
        List<YamlBlock> blocks = new ArrayList<>();
        Node node = take(key);
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                String itemPath = pathOf(key) + "[" + (blocks.size() + 1) + "]";
                if (item instanceof MappingNode mapping) {
                    blocks.add(of(mapping, itemPath, references, problems));
                } else {
                    problems.add(
                            Nodes.lineOf(item),
                            "'" + itemPath + "' must be a mapping, is " + Nodes.kind(item));
                }
            }
        } else if (node != null) {
            problem(key, "must be a list, is " + Nodes.kind(node));
        }
        return blocks;
    }

    /** A list of scalars, empty if the key is not there; a single scalar is a list of one. */
    public List<YamlValue> values(String key) {
        return values(key, take(key));
    }

    private List<YamlValue> values(String key, Node node) {
        List<YamlValue> values = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                scalar(key, item).ifPresent(values::add);
            }
        } else if (node != null) {
            scalar(key, node).ifPresent(values::add);
        }
        return values;
    }

    /**
     * The same block with dotted keys instead of nested mappings: {@code a: {b: 1}} and {@code a.b:
     * 1} are one, as in Flink's own configuration.
     */
    public YamlBlock flattened() {
        YamlBlock flat = new YamlBlock(path, line, references, problems);
        flatten("", flat);
        return flat;
    }

    private void flatten(String prefix, YamlBlock flat) {
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof MappingNode mapping) {
                of(mapping, flat.pathOf(key), references, problems).flatten(key + ".", flat);
            } else {
                flat.put(key, keyLines.get(entry.getKey()), entry.getValue());
            }
        }
    }

    private void put(String key, int at, Node value) {
        if (entries.putIfAbsent(key, value) == null) {
            keyLines.put(key, at);
        } else {
            problems.add(
                    at, quoted(key) + " is given twice; the first is in line " + keyLines.get(key));
        }
    }

    /**
     * All scalars not asked for so far whose keys begin with the prefix, in order; the values of a
     * list are joined by semicolons, as Flink writes them.
     */
    public Map<String, YamlValue> options(String prefix) {
        Map<String, YamlValue> options = new LinkedHashMap<>();
        for (String key : List.copyOf(entries.keySet())) {
            if (!asked.contains(key) && key.startsWith(prefix)) {
                option(key).ifPresent(value -> options.put(key, value));
            }
        }
        return options;
    }

    private Optional<YamlValue> option(String key) {
        consumed.add(key);
        Node node = entries.get(key);
        if (!(node instanceof SequenceNode)) {
            return scalar(key, node);
        }
        List<YamlValue> values = values(key, node);
        return Optional.of(
                new YamlValue(
                        String.join(";", values.stream().map(YamlValue::text).toList()),
                        lineOf(key),
                        String.join(";", values.stream().map(YamlValue::shown).toList())));
    }

    /** Refuses every key that was not asked for. */
    public void finish() {
        for (String key : entries.keySet()) {
            if (!asked.contains(key) && !consumed.contains(key)) {
                problems.add(
                        lineOf(key),
                        "unknown key " + quoted(key) + "; " + DidYouMean.hint(key, asked));
            }
        }
    }

    private boolean require(String key) {
        asked.add(key);
        if (entries.containsKey(key)) {
            return true;
        }
        // A misspelt key is refused by finish(), which names the right one.
        problems.add(line, quoted(key) + " is missing");
        return false;
    }

    private Node take(String key) {
        asked.add(key);
        return entries.get(key);
    }

    private Optional<YamlValue> scalar(String key, Node node) {
        int at = Nodes.lineOf(node);
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(at, quoted(key) + " must be a single value, is " + Nodes.kind(node));
            return Optional.empty();
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            problems.add(at, quoted(key) + " has no value");
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        String text = references.resolve(scalar.getValue(), missing::add);
        missing.forEach(problem -> problems.add(at, quoted(key) + ": " + problem));
        return missing.isEmpty()
                ? Optional.of(new YamlValue(text, at, scalar.getValue()))
                : Optional.empty();
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String quoted(String key) {
        return "'" + pathOf(key) + "'";
    }

    private String named(String text) {
        return path.isEmpty() ? text : "'" + path + "': " + text;
    }
}
