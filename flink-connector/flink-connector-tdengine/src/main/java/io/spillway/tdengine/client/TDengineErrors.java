/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.annotation.Experimental;

/**
 * What TDengine's error codes mean. Codes are 16 bits, written {@code 0x060b}. Writing again is
 * always safe, since rows are identified by their table and timestamp.
 */
@Experimental
public final class TDengineErrors {

    /** No connection could be opened. */
    public static final String CONNECT_FAILED = "ConnectFailed";

    /** The connection broke while something was under way on it. */
    public static final String CONNECTION_LOST = "ConnectionLost";

    /** The server did not answer in time; the connection is given up. */
    public static final String TIMEOUT = "Timeout";

    /** The gateway was closed. */
    public static final String GATEWAY_CLOSED = "GatewayClosed";

    /** What the server sent is not what the protocol says. */
    public static final String MALFORMED_MESSAGE = "MalformedMessage";

    /** The transport cannot do what was asked. */
    public static final String NOT_SUPPORTED = "NotSupported";

    /** The server is older than what is supported. */
    public static final String SERVER_TOO_OLD = "ServerTooOld";

    /** A message is larger than allowed. */
    public static final String MESSAGE_TOO_LARGE = "MessageTooLarge";

    /** The consumer is gone: the server dropped it, it has to be made anew. */
    public static final String CONSUMER_NOT_EXIST = "0x03e6";

    /** The offset is older than what the server keeps, or beyond the end. */
    public static final String OFFSET_OUT_OF_RANGE = "0x4007";

    /** The vgroup belongs to another consumer. */
    public static final String FOREIGN_VGROUP = "0x4008";

    /** What taosAdapter answers for errors of its own. */
    private static final int ADAPTER = 0xffff;

    /** What a prepared statement is told of a table name, as if its message made no sense. */
    private static final int INVALID_MESSAGE = 0x0115;

    /** Passing states of the server and its network. */
    private static final Set<Integer> RETRYABLE =
            Set.of(
                    // network, and connections of taosAdapter to the server
                    0x0005,
                    0x000a,
                    0x000b,
                    0x0014,
                    0x0018,
                    0x0019,
                    0x0020,
                    0x0021,
                    0x0022,
                    0x0023,
                    0x0024,
                    0x0139,
                    0x0213,
                    0x0215,
                    // the process: starting, stopping, short of memory, busy
                    0x0102,
                    0x0125,
                    0x0126,
                    0x012c,
                    0x0130,
                    0x0131,
                    0x0137,
                    // cluster management: transactions, objects and vgroups not settled yet
                    0x0301,
                    0x032c,
                    0x032d,
                    0x033c,
                    0x0387,
                    0x0396,
                    0x03ae,
                    0x03d0,
                    0x03d3,
                    0x03d5,
                    0x03d6,
                    0x03d7,
                    0x03d9,
                    0x03ea,
                    0x03ef,
                    0x0404,
                    0x0408,
                    0x042a,
                    // a vnode that starts, stops, moves or lags behind
                    0x0500,
                    0x0503,
                    0x050e,
                    0x0510,
                    0x0511,
                    0x0513,
                    0x0520,
                    0x0522,
                    0x0528,
                    0x0529,
                    0x0532,
                    0x0541,
                    // a schema changed since the statement was prepared
                    0x0602,
                    0x060a,
                    0x061b,
                    0x2662,
                    // leader changes
                    0x0903,
                    0x090c,
                    0x0911,
                    0x0912,
                    0x0914,
                    0x09ff,
                    // the vendor's driver
                    0x2301,
                    0x2318,
                    0x231d,
                    0x231e);

    /** The server asks for less: flow control, full buffers, too many queries. */
    private static final Set<Integer> THROTTLED =
            Set.of(0x050c, 0x0531, 0x0739, 0x073a, 0x0916, 0x0917, 0x0918);

    /** One of the rows or values cannot be stored, whatever is tried. */
    private static final Set<Integer> RECORD =
            Set.of(
                    // the timestamp is older than the database keeps, or none
                    0x0127,
                    0x0202,
                    0x060b,
                    0x267b,
                    0x267c,
                    // a value too long, out of range, or not of its column's or tag's type
                    0x013d,
                    0x021e,
                    0x021f,
                    0x0221,
                    0x0222,
                    0x0224,
                    0x0615,
                    0x2605,
                    0x2653,
                    0x266a,
                    0x2803,
                    // a table name that cannot be one, or is one of another super table
                    INVALID_MESSAGE,
                    0x0230,
                    0x061d,
                    0x267d,
                    // a schemaless line: wrong as such, or of another type than its column
                    0x3002,
                    0x3004);

    /**
     * A value that is not what its column or tag takes, among other mistakes of statements: told
     * apart by the server's words for it, after the text it stumbled over.
     */
    private static final int SYNTAX = 0x0216;

    private static final Set<String> BAD_VALUE =
            Set.of("(json ", " json value)", " json error)", "(parseexception");

    private TDengineErrors() {}

    /** As written in messages and by {@link io.spillway.common.failure.ServiceException#code}. */
    public static String code(int code) {
        return String.format(Locale.ROOT, "0x%04x", code & 0xffff);
    }

    /**
     * @param code the server's code, of which only the low 16 bits count
     * @param message the server's words, which alone tell the errors of taosAdapter apart
     */
    public static FailureKind kind(int code, String message) {
        int low = code & 0xffff;
        if (RETRYABLE.contains(low)) {
            return FailureKind.RETRYABLE;
        }
        if (THROTTLED.contains(low)) {
            return FailureKind.THROTTLED;
        }
        if (RECORD.contains(low)) {
            return FailureKind.RECORD;
        }
        if (low == SYNTAX && isBadValue(message)) {
            return FailureKind.RECORD;
        }
        return low == ADAPTER && isConnectionGone(message)
                ? FailureKind.RETRYABLE
                : FailureKind.FATAL;
    }

    /** What the server's words for an error leave out, with a blank before it; mostly nothing. */
    static String explanation(int code) {
        return (code & 0xffff) == INVALID_MESSAGE
                ? " (so says the server if a table of this name belongs to another super table, or if"
                        + " it is no name of a table)"
                : "";
    }

    private static boolean isBadValue(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return BAD_VALUE.stream().anyMatch(text::contains);
    }

    private static boolean isConnectionGone(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("not connected") || text.contains("closed");
    }
}
