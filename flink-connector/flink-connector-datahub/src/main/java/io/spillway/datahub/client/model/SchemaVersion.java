/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/** One of the schemas a topic with a schema registry has. */
@Experimental
public record SchemaVersion(int version, RecordSchema schema) {}
