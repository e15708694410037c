/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes texts such as {@code key:17} as two columns, routed by the key. A text that begins with
 * {@code unencodable} is refused, one that begins with {@code @7:} asks for shard 7, one that
 * begins with {@code #7f...:} has a hash key, one that begins with {@code -:} has no key, one that
 * ends with {@code :null} has no number.
 */
final class KeyedTexts implements DataHubSerializationSchema<String> {

    private static final long serialVersionUID = 1L;

    static final RecordSchema SCHEMA =
            new RecordSchema(
                    List.of(
                            new RecordSchema.Field("k", FieldType.STRING, false, null),
                            new RecordSchema.Field("n", FieldType.BIGINT, false, null)));

    private transient RecordEntryWriter writer;

    @Override
    public EncodedRecord serialize(String element) throws RecordException {
        if (element.startsWith("unencodable")) {
            throw new RecordException("Unencodable", "column k cannot be encoded");
        }
        if (writer == null) {
            writer = new RecordEntryWriter();
        }
        writer.reset().addText(key(element));
        return number(element).equals("null")
                ? writer.addNull().toRecord()
                : writer.addText(number(element)).toRecord();
    }

    @Override
    public byte[] routingKey(String element) {
        return element.startsWith("-:") ? null : key(element).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String hashKey(String element) {
        return element.startsWith("#") ? key(element).substring(1) : null;
    }

    @Override
    public String shardId(String element) {
        return element.startsWith("@") ? key(element).substring(1) : null;
    }

    @Override
    public byte[] describe(String element) {
        return element.getBytes(StandardCharsets.UTF_8);
    }

    static String read(EncodedRecord record) {
        RecordEntryReader reader = new RecordEntryReader();
        try {
            reader.read(record);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
        return reader.text(0) + ":" + reader.text(1);
    }

    private static String key(String element) {
        return element.substring(0, element.indexOf(':'));
    }

    private static String number(String element) {
        return element.substring(element.indexOf(':') + 1);
    }
}
