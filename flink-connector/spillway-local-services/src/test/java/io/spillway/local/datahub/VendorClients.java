/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.DatahubClientBuilder;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.common.DatahubConfig;
import com.aliyun.datahub.client.http.HttpConfig;
import com.aliyun.datahub.client.model.CompressType;

/** The vendor's client in each of the ways it can talk. */
enum VendorClients {
    JSON(false, null),
    JSON_DEFLATE(false, CompressType.DEFLATE),
    JSON_LZ4(false, CompressType.LZ4),
    PROTOBUF(true, null),
    PROTOBUF_DEFLATE(true, CompressType.DEFLATE),
    PROTOBUF_LZ4(true, CompressType.LZ4),
    BATCH_LZ4(true, CompressType.LZ4, true),
    BATCH_DEFLATE(true, CompressType.DEFLATE, true);

    private final boolean binary;
    private final CompressType compression;
    private final boolean batch;

    VendorClients(boolean binary, CompressType compression) {
        this(binary, compression, false);
    }

    VendorClients(boolean binary, CompressType compression, boolean batch) {
        this.binary = binary;
        this.compression = compression;
        this.batch = batch;
    }

    boolean isBatch() {
        return batch;
    }

    boolean isBinary() {
        return binary;
    }

    DatahubClient connect(LocalDataHub hub) {
        return connect(hub, new AliyunAccount(hub.accessId(), hub.accessKeySecret()));
    }

    DatahubClient connect(LocalDataHub hub, AliyunAccount account) {
        return connect(new DatahubConfig(hub.endpoint(), account, binary).setEnableBatch(batch));
    }

    DatahubClient connect(DatahubConfig config) {
        HttpConfig http = new HttpConfig().setMaxRetryCount(1).setReadTimeout(20_000);
        if (compression != null) {
            http.setCompressType(compression);
        }
        return DatahubClientBuilder.newBuilder()
                .setDatahubConfig(config)
                .setHttpConfig(http)
                .build();
    }
}
