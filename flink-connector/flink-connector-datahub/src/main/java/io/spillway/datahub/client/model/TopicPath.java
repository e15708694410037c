/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/** A topic and the project it stands in. Prints as {@code project.topic}. */
@Experimental
public record TopicPath(String project, String topic) implements Serializable {

    @Override
    public String toString() {
        return project + "." + topic;
    }
}
