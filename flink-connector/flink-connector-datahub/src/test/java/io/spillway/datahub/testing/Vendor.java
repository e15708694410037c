/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.DatahubClientBuilder;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.common.DatahubConfig;
import com.aliyun.datahub.client.http.HttpConfig;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.datahub.client.Encoding;
import io.spillway.local.datahub.LocalDataHub;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The vendor's own client, as an oracle. */
public final class Vendor {

    private Vendor() {}

    /**
     * Every encoding and compression the vendor's client offers. Its batches are never plain: asked
     * for none, it packs them by LZ4.
     */
    public static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(Encoding.JSON, CompressType.NONE),
                Arguments.of(Encoding.JSON, CompressType.DEFLATE),
                Arguments.of(Encoding.JSON, CompressType.LZ4),
                Arguments.of(Encoding.PB, CompressType.NONE),
                Arguments.of(Encoding.PB, CompressType.DEFLATE),
                Arguments.of(Encoding.PB, CompressType.LZ4),
                Arguments.of(Encoding.BATCH, CompressType.NONE),
                Arguments.of(Encoding.BATCH, CompressType.LZ4),
                Arguments.of(Encoding.BATCH, CompressType.DEFLATE));
    }

    public static DatahubClient connect(
            LocalDataHub hub, Encoding encoding, CompressType compression) {
        return DatahubClientBuilder.newBuilder()
                .setDatahubConfig(
                        new DatahubConfig(
                                        hub.endpoint(),
                                        new AliyunAccount(hub.accessId(), hub.accessKeySecret()),
                                        encoding != Encoding.JSON)
                                .setEnableBatch(encoding == Encoding.BATCH))
                .setHttpConfig(new HttpConfig().setCompressType(compression))
                .build();
    }

    /** The values of a record of a TUPLE topic. */
    public static List<Object> values(RecordEntry entry) {
        TupleRecordData data = (TupleRecordData) entry.getRecordData();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < data.getRecordSchema().getFields().size(); i++) {
            values.add(data.getField(i));
        }
        return values;
    }
}
