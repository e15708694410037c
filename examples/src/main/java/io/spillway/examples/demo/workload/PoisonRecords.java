/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import io.spillway.examples.demo.table.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Records that look more or less like changes and are none. Their keys are negative: were one of
 * them applied, its row would stand at the far end only.
 */
@Internal
final class PoisonRecords {

    /**
     * A record to write.
     *
     * @param key null for none
     */
    record Draft(String kind, SourceTable table, @Nullable byte[] key, byte[] value) {}

    private record Kind(String name, SourceTable table, LongFunction<byte[]> value) {}

    private static final String CUSTOMER =
            "{\"id\":%d,\"name\":\"n\",\"email\":null,\"active\":true,\"credit\":\"1.00\","
                    + "\"created_at\":\"2024-05-01T10:00:00Z\",\"seen_at\":null}";
    private static final String ORDER =
            "{\"id\":%d,\"customer_id\":1,\"quantity\":1,\"amount\":\"1.00\",\"weight\":1.5,"
                    + "\"paid\":true,\"note\":null,\"ordered_at\":\"2024-05-01T10:00:00Z\"}";

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("truncated JSON", SourceTable.ORDERS, id -> truncated(order(id))),
                    new Kind(
                            "unknown operation",
                            SourceTable.CUSTOMERS,
                            id -> utf8(customer(id).replace("\"op\":\"c\"", "\"op\":\"x\""))),
                    new Kind(
                            "missing after",
                            SourceTable.ORDERS,
                            id -> utf8(order(id).replace("\"after\":", "\"afterwards\":"))),
                    new Kind(
                            "missing source",
                            SourceTable.CUSTOMERS,
                            id -> utf8(customer(id).replace("\"source\":", "\"origin\":"))),
                    new Kind(
                            "text for a number",
                            SourceTable.ORDERS,
                            id -> utf8(order(id).replace("\"quantity\":1", "\"quantity\":\"a\""))),
                    new Kind(
                            "number too large",
                            SourceTable.ORDERS,
                            id ->
                                    utf8(
                                            order(id)
                                                    .replace(
                                                            "\"quantity\":1",
                                                            "\"quantity\":99999999999"))),
                    new Kind(
                            "text for a decimal",
                            SourceTable.CUSTOMERS,
                            id -> utf8(customer(id).replace("\"1.00\"", "\"one\""))),
                    new Kind(
                            "object for a boolean",
                            SourceTable.CUSTOMERS,
                            id -> utf8(customer(id).replace("true", "{\"yes\":1}"))),
                    new Kind(
                            "text for a timestamp",
                            SourceTable.ORDERS,
                            id -> utf8(order(id).replace("2024-05-01T10", "yesterday"))),
                    new Kind("not JSON", SourceTable.ORDERS, id -> utf8("poison " + id)),
                    new Kind("not an object", SourceTable.CUSTOMERS, id -> utf8("[" + id + "]")),
                    new Kind("random bytes", SourceTable.CUSTOMERS, PoisonRecords::garbage),
                    new Kind("no bytes", SourceTable.ORDERS, id -> new byte[0]),
                    new Kind(
                            "not UTF-8",
                            SourceTable.ORDERS,
                            id ->
                                    order(id)
                                            .replace("null", "\"\u00fc\"")
                                            .getBytes(StandardCharsets.ISO_8859_1)));

    private PoisonRecords() {}

    /** The poison of a number, every kind in turn. */
    static Draft of(int number) {
        Kind kind = KINDS.get(number % KINDS.size());
        long id = -1L - number;
        byte[] key = number % 3 == 0 ? null : utf8("{\"id\":" + id + "}");
        return new Draft(kind.name(), kind.table(), key, kind.value().apply(id));
    }

    private static String customer(long id) {
        return envelope("customers", String.format(CUSTOMER, id));
    }

    private static String order(long id) {
        return envelope("orders", String.format(ORDER, id));
    }

    private static String envelope(String table, String after) {
        return "{\"before\":null,\"after\":"
                + after
                + ",\"source\":{\"connector\":\"postgresql\",\"db\":\"postgres\","
                + "\"schema\":\"public\",\"table\":\""
                + table
                + "\",\"txId\":1,\"lsn\":1,\"ts_ms\":1,\"snapshot\":\"false\"},"
                + "\"op\":\"c\",\"ts_ms\":1}";
    }

    private static byte[] truncated(String text) {
        return utf8(text.substring(0, text.length() / 2));
    }

    private static byte[] garbage(long id) {
        byte[] bytes = new byte[64];
        new Random(id).nextBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
