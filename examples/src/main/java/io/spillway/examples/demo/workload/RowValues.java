/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.workload;

import io.spillway.examples.demo.table.SourceColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Values that tend to get lost or bent on the way. Not thread-safe. */
@Internal
final class RowValues {

    private static final String[] TEXTS = {
        "",
        " ",
        "null",
        "NULL",
        "plain",
        "Zoë Müller",
        "Łukasz Żółć",
        "张伟",
        "Ольга Иванова",
        "محمد",
        "🚚📦",
        "tab\tnewline\nreturn\r",
        "quote \" apostrophe ' backslash \\ slash /",
        "{\"json\": [1, 2]}",
        "a somewhat longer text, of the kind that people write into a field for remarks: 10 % off!"
    };

    private static final int NULL_PERCENT = 15;
    private static final long SPAN_MICROS =
            ChronoUnit.DAYS.getDuration().toMillis() * 1000 * 30_000;

    private final Random random;

    RowValues(Random random) {
        this.random = random;
    }

    /** A value for JDBC's {@code setObject}; null now and then if the column allows it. */
    @Nullable
    Object next(SourceColumn column) {
        if (column.nullable() && random.nextInt(100) < NULL_PERCENT) {
            return null;
        }
        return switch (column.kind()) {
            case BIGINT -> random.nextLong();
            case INTEGER -> random.nextInt();
            case DOUBLE -> floating();
            case DECIMAL -> decimal();
            case BOOLEAN -> random.nextBoolean();
            case TEXT -> text();
            case TIMESTAMP -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case TIMESTAMPTZ -> OffsetDateTime.ofInstant(instant(), ZoneOffset.UTC);
        };
    }

    private double floating() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextDouble() * 1e-12;
            case 2 -> random.nextGaussian() * 1e18;
            default -> random.nextGaussian();
        };
    }

    /** Within numeric(12,2), zero and negative ones too. */
    private BigDecimal decimal() {
        int bits = random.nextInt(34);
        BigInteger cents = new BigInteger(bits, random);
        return new BigDecimal(random.nextBoolean() ? cents : cents.negate(), 2);
    }

    private String text() {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return random.nextBoolean() ? text : text + random.nextInt(1_000_000);
    }

    /** To the microsecond, some before 1970. */
    private Instant instant() {
        long micros = (long) (random.nextDouble() * SPAN_MICROS) - SPAN_MICROS / 4;
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
