/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import org.apache.flink.annotation.Internal;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What is said of a node in a message. */
@Internal
final class Nodes {

    private Nodes() {}

    /** What the node is, in words. */
    static String kind(Node node) {
        return switch (node.getNodeType()) {
            case MAPPING -> "a mapping";
            case SEQUENCE -> "a list";
            default ->
                    node.getTag().equals(Tag.NULL)
                            ? "empty"
                            : "'" + ((ScalarNode) node).getValue() + "'";
        };
    }

    /** The line the node begins in, counted from 1. */
    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
