/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * What the service says of a project.
 *
 * @param createTimeSeconds epoch seconds
 * @param lastModifyTimeSeconds epoch seconds
 */
@Experimental
public record ProjectDescription(
        String name,
        String comment,
        String creator,
        long createTimeSeconds,
        long lastModifyTimeSeconds) {}
