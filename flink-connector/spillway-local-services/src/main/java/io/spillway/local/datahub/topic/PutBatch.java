/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.util.List;

/**
 * A batch on its way in.
 *
 * @param batch its bytes, header included
 * @param bodies what {@link RecordBody} keeps of each of its records
 * @param schema what the records must fit: the version that the batch names
 */
public record PutBatch(byte[] batch, List<byte[]> bodies, TopicSchema schema) {}
