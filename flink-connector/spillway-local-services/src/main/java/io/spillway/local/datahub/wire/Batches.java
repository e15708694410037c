/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.PutBatch;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.SchemaVersion;
import io.spillway.local.datahub.topic.SchemaVersions;
import io.spillway.local.datahub.topic.TopicSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From batches to single records and back. Whatever the bytes are, the worst is a refusal. */
final class Batches {

    /** The schema version of a record in a BLOB topic. */
    private static final int BLOB_VERSION = -1;

    /** What writers that know of no versions write. */
    private static final int UNKNOWN_VERSION = 0;

    private Batches() {}

    /** Takes a batch apart. */
    static PutBatch decode(byte[] batch, SchemaVersions schemas, int maxRecords) {
        BatchHeader header = BatchHeader.parse(batch);
        if (header.records() > maxRecords) {
            throw BatchHeader.refused("has more than " + maxRecords + " records");
        }
        byte[] payload = header.payload(batch);
        boolean avro = header.version() == BatchHeader.AVRO;
        int version = avro ? header.schemaVersion() : OwnLayout.schemaVersion(payload);
        TopicSchema schema =
                avro || version != UNKNOWN_VERSION
                        ? schema(schemas, version)
                        : widest(schemas, payload);
        if (avro && header.columns() > 0 && !schema.isBlob()) {
            if (header.columns() > schema.columns().size()) {
                throw BatchHeader.refused("has more columns than its schema");
            }
            schema = schema.first(header.columns());
        }
        List<byte[]> bodies =
                avro
                        ? new AvroReader(payload).records(schema, header.records())
                        : new OwnLayoutReader(payload).records(schema, version, header.records());
        return new PutBatch(batch, bodies, schema);
    }

    /**
     * Makes a batch of one record that was written alone.
     *
     * @param avro which of both layouts to write
     */
    static byte[] encode(byte[] body, SchemaVersions schemas, boolean avro) {
        SchemaVersion current = schemas.current();
        Map<String, String> attributes = new LinkedHashMap<>();
        List<byte[]> values = new ArrayList<>();
        RecordBody.visit(body, new RecordParts(attributes, values));
        TopicSchema schema = current.schema();
        int version = schema.isBlob() ? BLOB_VERSION : current.id();
        // a record may be older than the last columns of its topic
        while (!schema.isBlob() && values.size() < schema.columns().size()) {
            values.add(null);
        }
        if (avro) {
            byte[] payload = AvroWriter.record(schema, values, attributes);
            return BatchHeader.wrapAvro(payload, 1, version, schema.columns().size());
        }
        return BatchHeader.wrapOwn(OwnLayout.record(schema, version, values, attributes), 1);
    }

    /**
     * The columns of a record of version 0, which writers that know of no versions use whatever
     * columns they have: as many of the topic's columns as there are in the record.
     */
    private static TopicSchema widest(SchemaVersions schemas, byte[] payload) {
        isBlob(schemas, UNKNOWN_VERSION);
        TopicSchema current = schemas.current().schema();
        for (int count = current.columns().size(); count > 0; count--) {
            TopicSchema candidate = current.first(count);
            if (OwnLayoutReader.fits(payload, candidate)) {
                return candidate;
            }
        }
        throw BatchHeader.refused("has a record that does not have the columns of its topic");
    }

    private static TopicSchema schema(SchemaVersions schemas, int version) {
        boolean blob = isBlob(schemas, version);
        return blob ? TopicSchema.blob() : schemas.get(version).schema();
    }

    /** Whether a topic has BLOBs, unless the version of a batch says otherwise. */
    private static boolean isBlob(SchemaVersions schemas, int version) {
        boolean blob = schemas.current().schema().isBlob();
        if (blob != (version == BLOB_VERSION)) {
            throw BatchHeader.refused(blob ? "is not one of BLOBs" : "is one of BLOBs");
        }
        return blob;
    }
}
