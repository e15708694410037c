/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * A schema that a topic has, or had.
 *
 * @param id 0 for the first one; only a topic with a registry has others
 * @param createTime epoch milliseconds
 */
public record SchemaVersion(int id, TopicSchema schema, long createTime) {}
