/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.decode.DebeziumDecodeException.Code;
import java.io.IOException;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Decodes Debezium's change events: envelopes in JSON, with and without schema.
 *
 * <p>A primary-key change comes from Debezium as three records (delete of the old key, tombstone,
 * create of the new one) and so becomes two changes. The key of rerouted records keeps the column
 * the router added. Whatever is not an envelope, a heartbeat, transaction metadata or a logical
 * message is a failure: a record is never guessed at.
 *
 * <p>A decoder remembers schemas it has seen, which changes its speed only. Not thread-safe: one
 * per task.
 */
@PublicEvolving
public final class DebeziumDecoder {

    private final BeforeTrust beforeTrust;
    private final EnvelopeReader envelopes;
    private final PayloadLocator values = new PayloadLocator();
    private final KeyReader keys;
    private final Envelope envelope = new Envelope();

    public DebeziumDecoder(DecodeOptions options) {
        this.beforeTrust = options.beforeTrust();
        RowReader rows = new RowReader(new Placeholder(options.unavailablePlaceholder()));
        this.envelopes = new EnvelopeReader(rows);
        this.keys = new KeyReader(rows);
    }

    /**
     * Decodes one record.
     *
     * @return the change, or why there is nothing to apply
     * @throws DebeziumDecodeException if it is neither; no other exception comes out, whatever the
     *     bytes are
     */
    public Decoded decode(KafkaRecord record) throws DebeziumDecodeException {
        byte[] value = record.value();
        if (value == null) {
            return Decoded.Skip.TOMBSTONE;
        }
        Payload known = values.locateByKnownSchema(record.topic(), value);
        try {
            JsonText.check(value, known);
        } catch (DebeziumDecodeException e) {
            throw e.at("record value");
        }
        if (known != null) {
            try {
                return decode(record, value, known);
            } catch (DebeziumDecodeException e) {
                // Which failure it is must not depend on what was seen before: look at all of it.
                return decodeUnknown(record, value);
            }
        }
        return decodeUnknown(record, value);
    }

    private Decoded decodeUnknown(KafkaRecord record, byte[] value) throws DebeziumDecodeException {
        Payload payload;
        try {
            payload = values.locate(record.topic(), value);
        } catch (DebeziumDecodeException e) {
            throw e.at("record value");
        }
        return decode(record, value, payload);
    }

    private Decoded decode(KafkaRecord record, byte[] value, Payload payload)
            throws DebeziumDecodeException {
        if (payload.isNull()) {
            return Decoded.Skip.TOMBSTONE;
        }
        try (JsonParser parser = Json.parser(value, payload.offset(), payload.length())) {
            Json.expectObject(parser);
            envelopes.read(parser, payload.schema(), envelope);
            Json.expectEnd(parser);
        } catch (IOException e) {
            throw Json.invalid(e, payload.offset()).at("record value");
        } catch (DebeziumDecodeException e) {
            throw e.at("record value");
        }
        if (envelope.op == null && !envelope.hasSource) {
            return decodeOther(record, value, payload);
        }
        return toOutcome(record);
    }

    private Decoded decodeOther(KafkaRecord record, byte[] value, Payload payload)
            throws DebeziumDecodeException {
        Map<String, Object> key = keys.read(record);
        try (JsonParser parser = Json.parser(value, payload.offset(), payload.length())) {
            parser.nextToken();
            return OtherRecords.classify(parser, key);
        } catch (IOException e) {
            throw Json.invalid(e, payload.offset()).at("record value");
        } catch (DebeziumDecodeException e) {
            throw e.at("record value");
        }
    }

    private Decoded toOutcome(KafkaRecord record) throws DebeziumDecodeException {
        if (envelope.op == null) {
            throw DebeziumDecodeException.shape("record value: an envelope without 'op'");
        }
        if (!envelope.hasSource) {
            throw DebeziumDecodeException.shape("record value: an envelope without 'source'");
        }
        Change.Op op = op(envelope.op);
        if (op == null) {
            if (!envelope.hasMessage) {
                throw DebeziumDecodeException.shape("record value: op m without a message");
            }
            return Decoded.Skip.LOGICAL_MESSAGE;
        }
        if (envelope.table.isEmpty()) {
            throw DebeziumDecodeException.shape("record value: 'source' names no table");
        }
        Map<String, Object> key = keys.read(record);
        checkRows(op, key);
        boolean trusted =
                envelope.beforeIsWhole()
                        && beforeTrust.trusts(op == Change.Op.UPDATE, key.isEmpty());
        return new Decoded.Apply(
                new Change(
                        new Change.TableId(envelope.schema, envelope.table),
                        op,
                        key,
                        envelope.beforeColumns(),
                        trusted,
                        envelope.afterColumns(),
                        envelope.unavailable(),
                        new Change.Position(
                                envelope.database,
                                envelope.lsn,
                                envelope.transactionId,
                                envelope.timestampMillis,
                                envelope.snapshot),
                        record));
    }

    /** The operation; null for a logical message. */
    @Nullable
    private static Change.Op op(String op) throws DebeziumDecodeException {
        return switch (op) {
            case "c" -> Change.Op.CREATE;
            case "u" -> Change.Op.UPDATE;
            case "d" -> Change.Op.DELETE;
            case "r" -> Change.Op.READ;
            case "t" -> Change.Op.TRUNCATE;
            case "m" -> null;
            default ->
                    throw new DebeziumDecodeException(
                            Code.UNKNOWN_OP, "record value: 'op' is none of c, u, d, r, t, m");
        };
    }

    private void checkRows(Change.Op op, Map<String, Object> key) throws DebeziumDecodeException {
        boolean hasBefore = envelope.before != null;
        boolean hasAfter = envelope.after != null;
        switch (op) {
            case CREATE, READ, UPDATE -> {
                if (!hasAfter) {
                    throw new DebeziumDecodeException(
                            Code.MISSING_AFTER, "record value: 'after' is missing or null");
                }
                if (hasBefore && op != Change.Op.UPDATE) {
                    throw DebeziumDecodeException.shape("record value: a new row with a 'before'");
                }
            }
            case DELETE -> {
                if (hasAfter) {
                    throw DebeziumDecodeException.shape("record value: a delete with an 'after'");
                }
                if (key.isEmpty() && !hasBefore) {
                    throw new DebeziumDecodeException(
                            Code.MISSING_KEY, "a delete with neither a record key nor 'before'");
                }
            }
            case TRUNCATE -> {
                if (hasBefore || hasAfter) {
                    throw DebeziumDecodeException.shape("record value: a truncate with a row");
                }
            }
        }
    }
}
