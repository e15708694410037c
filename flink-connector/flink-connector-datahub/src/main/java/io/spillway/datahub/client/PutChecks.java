/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpReply;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.PutRecordsCodec;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** What has to hold before records are sent, and before they are held to be written. */
@Internal
final class PutChecks {

    private static final int HTTP_OK = 200;

    private PutChecks() {}

    /**
     * Refuses a request the service would refuse. Looks at each record, of which there are
     * thousands: not for the thread that makes them.
     *
     * @param shardId shard named in every record, null if none is
     * @return {@link PutRecordsCodec#requestSize} of the request
     */
    static int checkRequest(String purpose, @Nullable String shardId, List<EncodedRecord> records)
            throws ServiceException {
        if (records.isEmpty()) {
            throw refused(
                    purpose,
                    FailureKind.FATAL,
                    DataHubErrors.INVALID_PARAMETER,
                    "a request must have at least one record");
        }
        long size = PutRecordsCodec.requestSize(shardId, records);
        if (records.size() > DataHubLimits.MAX_RECORDS_PER_REQUEST
                || size > DataHubLimits.MAX_REQUEST_BYTES) {
            throw refused(
                    purpose,
                    records.size() == 1 ? FailureKind.RECORD : FailureKind.FATAL,
                    DataHubErrors.REQUEST_TOO_LARGE,
                    String.format(
                            "%d records of %d bytes, allowed are %d records and %d bytes",
                            records.size(),
                            size,
                            DataHubLimits.MAX_RECORDS_PER_REQUEST,
                            DataHubLimits.MAX_REQUEST_BYTES));
        }
        return (int) size;
    }

    /**
     * Refuses a body larger than its records were thought to be; with fewer records it may fit.
     *
     * @param size bytes, before compression
     */
    static void checkSize(String purpose, int recordCount, int size) throws ServiceException {
        if (size > DataHubLimits.MAX_REQUEST_BYTES) {
            throw refused(
                    purpose,
                    FailureKind.RECORD,
                    DataHubErrors.REQUEST_TOO_LARGE,
                    String.format(
                            "%d records of %d bytes, allowed are %d bytes",
                            recordCount, size, DataHubLimits.MAX_REQUEST_BYTES));
        }
    }

    /** Most columns any of the records has. */
    static int maxColumns(String purpose, List<EncodedRecord> records) throws ServiceException {
        RecordEntryReader reader = new RecordEntryReader();
        int most = 0;
        try {
            for (EncodedRecord record : records) {
                reader.read(record);
                most = Math.max(most, reader.columnCount());
            }
        } catch (MalformedMessageException e) {
            throw malformed(purpose, e);
        }
        return most;
    }

    /** A record that cannot be written as what its topic wants. */
    static ServiceException malformed(String purpose, MalformedMessageException cause) {
        return new ServiceException(
                FailureKind.RECORD,
                DataHubErrors.MALFORMED_RECORD,
                0,
                null,
                "failed to "
                        + purpose
                        + ": "
                        + DataHubErrors.MALFORMED_RECORD
                        + ": "
                        + cause.getMessage(),
                cause);
    }

    private static ServiceException refused(
            String purpose, FailureKind kind, String code, String problem) {
        return new ServiceException(
                kind, code, 0, null, "failed to " + purpose + ": " + code + ": " + problem, null);
    }

    /**
     * All records stand in the shard if the service says 200; some regions say no more than that. A
     * page of something else that answers 200 is no such promise.
     */
    @Nullable
    static Void checkWritten(String purpose, HttpReply reply, int recordCount)
            throws ServiceException, MalformedMessageException {
        String type = reply.header("content-type");
        if (isFrame(type) && reply.body().length > 0) {
            List<PutResult.Failed> failed =
                    PutRecordsCodec.decodeResponse(reply.body(), recordCount).failed();
            if (!failed.isEmpty()) {
                throw partlyRefused(
                        purpose,
                        reply.status(),
                        reply.header(DataHubTransport.REQUEST_ID),
                        recordCount,
                        failed);
            }
        } else if (reply.header(DataHubTransport.REQUEST_ID) == null) {
            throw MalformedMessageException.damaged(
                    "the answer is not DataHub's: it has neither a result nor a request id");
        }
        return null;
    }

    private static boolean isFrame(@Nullable String type) {
        return type != null
                && (type.startsWith(BodyFormat.PROTOBUF.contentType())
                        || type.startsWith(BodyFormat.BATCH.contentType()));
    }

    /** Some records were written and some were not. */
    static ServiceException partlyRefused(
            String purpose, int recordCount, List<PutResult.Failed> failed) {
        return partlyRefused(purpose, HTTP_OK, null, recordCount, failed);
    }

    private static ServiceException partlyRefused(
            String purpose,
            int status,
            @Nullable String requestId,
            int recordCount,
            List<PutResult.Failed> failed) {
        PutResult.Failed first = failed.get(0);
        return new ServiceException(
                DataHubErrors.kindOfRecord(first.code()),
                first.code(),
                status,
                requestId,
                String.format(
                        "DataHub refused to %s: %d of %d records, record %d for %s (HTTP %d,"
                                + " request id %s): %s",
                        purpose,
                        failed.size(),
                        recordCount,
                        first.index(),
                        first.code(),
                        status,
                        requestId,
                        Refusal.oneLine(first.message())),
                null);
    }
}
