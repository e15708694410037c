/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.http.converter.ProtobufConverterFactory;
import com.aliyun.datahub.client.impl.request.protobuf.PutRecordsRequestPB;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.protobuf.GetRecordsResultPB;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import retrofit2.Converter;

/** What the vendor's SDK does with the body of an answer and of a request, without the network. */
final class VendorCodec {

    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
    private static final Annotation[] NO_ANNOTATIONS = {};

    private final Converter<ResponseBody, ?> reader;
    private final Converter<PutRecordsRequestPB, RequestBody> writer;

    @SuppressWarnings("unchecked")
    VendorCodec() {
        // with checksums, as the SDK itself creates it and as our own codec does
        ProtobufConverterFactory converters = ProtobufConverterFactory.create(true);
        reader = converters.responseBodyConverter(GetRecordsResultPB.class, NO_ANNOTATIONS, null);
        writer =
                (Converter<PutRecordsRequestPB, RequestBody>)
                        converters.requestBodyConverter(
                                PutRecordsRequestPB.class, NO_ANNOTATIONS, NO_ANNOTATIONS, null);
    }

    List<RecordEntry> read(byte[] frame) throws IOException {
        GetRecordsResultPB result =
                (GetRecordsResultPB) reader.convert(ResponseBody.create(PROTOBUF, frame));
        result.internalSetSchema(OrderRows.VENDOR_SCHEMA);
        result.internalSetShardId("0");
        return result.getRecords();
    }

    byte[] write(List<RecordEntry> records) throws IOException {
        RequestBody body = writer.convert(new PutRecordsRequestPB().setRecords(records));
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return buffer.readByteArray();
    }
}
