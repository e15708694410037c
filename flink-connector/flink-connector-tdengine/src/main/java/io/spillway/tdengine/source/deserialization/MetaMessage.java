/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.deserialization;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A change of schema or a delete.
 *
 * @param json what the server wrote, such as {@code {"type":"delete","sql":"delete from ..."}}
 * @param database the topic's database
 * @param offset of the message
 */
@PublicEvolving
public record MetaMessage(String json, String topic, String database, int vgroupId, long offset) {}
