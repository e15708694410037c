/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bytes of a split in checkpoints.
 *
 * <p>Version 1: id, select, database, number of tables (4 bytes) and their names, time column,
 * whether there is a condition (1) and the condition, limit (8), index of the table (4), time (8),
 * rows (8). Texts are UTF-8 behind their length (4).
 *
 * <p>Version 2: as version 1, then the number of tags (4), each as name and place (4), and if there
 * are any the super table.
 */
@Internal
public final class ScanSplitSerializer implements SimpleVersionedSerializer<ScanSplit> {

    public static final ScanSplitSerializer INSTANCE = new ScanSplitSerializer();

    private static final int VERSION = 2;

    /** Had no tags: they were selected with each row. */
    private static final int WITHOUT_TAGS = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ScanSplit split) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytesOut);
        write(split, out);
        return bytesOut.toByteArray();
    }

    @Override
    public ScanSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION && version != WITHOUT_TAGS) {
            throw new IOException(
                    "TDengine scan split of version "
                            + version
                            + " cannot be read, this release knows versions up to "
                            + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        ScanSplit split = read(in, version);
        if (in.available() != 0) {
            throw new IOException(
                    "TDengine scan split has " + in.available() + " bytes more than expected");
        }
        return split;
    }

    private static void write(ScanSplit split, DataOutputStream out) throws IOException {
        writeText(out, split.splitId());
        writeText(out, split.select());
        writeText(out, split.database());
        out.writeInt(split.tables().size());
        for (String table : split.tables()) {
            writeText(out, table);
        }
        writeText(out, split.timeColumn());
        out.writeBoolean(split.condition() != null);
        if (split.condition() != null) {
            writeText(out, split.condition());
        }
        out.writeLong(split.limit());
        out.writeInt(split.position().table());
        out.writeLong(split.position().time());
        out.writeLong(split.position().rows());
        writeTags(out, split.tags());
    }

    private static void writeTags(DataOutputStream out, @Nullable SplitTags tags)
            throws IOException {
        if (tags == null) {
            out.writeInt(0);
            return;
        }
        out.writeInt(tags.names().size());
        for (int i = 0; i < tags.names().size(); i++) {
            writeText(out, tags.names().get(i));
            out.writeInt(tags.places().get(i));
        }
        writeText(out, tags.superTable());
    }

    private static ScanSplit read(DataInputStream in, int version) throws IOException {
        String id = readText(in);
        String select = readText(in);
        String database = readText(in);
        List<String> tables = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            tables.add(readText(in));
        }
        String timeColumn = readText(in);
        String condition = in.readBoolean() ? readText(in) : null;
        long limit = in.readLong();
        ScanPosition position = new ScanPosition(in.readInt(), in.readLong(), in.readLong());
        SplitTags tags = version == WITHOUT_TAGS ? null : readTags(in);
        return new ScanSplit(
                id, select, tags, database, tables, timeColumn, condition, limit, position);
    }

    @Nullable
    private static SplitTags readTags(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int remaining = in.readInt(); remaining > 0; remaining--) {
            names.add(readText(in));
            places.add(in.readInt());
        }
        return names.isEmpty() ? null : new SplitTags(readText(in), names, places);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("TDengine scan split has a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
