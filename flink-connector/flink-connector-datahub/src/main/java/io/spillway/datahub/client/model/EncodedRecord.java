/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * A record ready for the wire: the body of the protobuf message {@code RecordEntry} without its
 * shard id (fields hash_key, partition_key, attributes and data only). Encoded once, when the row
 * is taken over, so that its size is known and a batch is a concatenation.
 *
 * <p>The array is not copied and must not be changed.
 */
@Experimental
public record EncodedRecord(byte[] body) {

    /** Size on the wire, without framing. */
    public int size() {
        return body.length;
    }
}
