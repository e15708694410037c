/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import javax.annotation.Nullable;

/** An aggregate of one group on its way. */
interface Accumulator {

    /**
     * @return whether this row is now the one the aggregate stands for
     */
    boolean add(@Nullable Object value, Cursor cursor);

    @Nullable
    Object result();

    /** COUNT. */
    final class Count implements Accumulator {

        private long count;

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value != null) {
                count++;
            }
            return false;
        }

        @Override
        public Object result() {
            return count;
        }
    }

    /** SUM. */
    final class Sum implements Accumulator {

        private final ValueType type;
        private boolean any;
        private long whole;
        private double real;
        private BigInteger unsigned = BigInteger.ZERO;
        private BigDecimal decimal = BigDecimal.ZERO;

        Sum(ValueType type) {
            this.type = type;
        }

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value == null) {
                return false;
            }
            any = true;
            switch (type) {
                case BIGINT -> whole += ((Number) value).longValue();
                case UBIGINT -> unsigned = unsigned.add(Comparisons.decimal(value).toBigInteger());
                case DOUBLE -> real += ((Number) value).doubleValue();
                default -> decimal = decimal.add((BigDecimal) value);
            }
            return false;
        }

        @Override
        @Nullable
        public Object result() {
            if (!any) {
                return null;
            }
            return switch (type) {
                case BIGINT -> whole;
                case UBIGINT -> unsigned;
                case DOUBLE -> real;
                default -> decimal;
            };
        }
    }

    /** AVG. */
    final class Average implements Accumulator {

        private long count;
        private double sum;

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value != null) {
                count++;
                sum += ((Number) value).doubleValue();
            }
            return false;
        }

        @Override
        @Nullable
        public Object result() {
            return count == 0 ? null : (Object) (sum / count);
        }
    }

    /** AVG of decimals. */
    final class DecimalAverage implements Accumulator {

        private final int scale;
        private long count;
        private BigDecimal sum = BigDecimal.ZERO;

        DecimalAverage(int scale) {
            this.scale = scale;
        }

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value != null) {
                count++;
                sum = sum.add((BigDecimal) value);
            }
            return false;
        }

        @Override
        @Nullable
        public Object result() {
            return count == 0
                    ? null
                    : sum.divide(BigDecimal.valueOf(count), scale, RoundingMode.HALF_UP);
        }
    }

    /** SPREAD: the greatest less the least. */
    final class Spread implements Accumulator {

        private boolean any;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value != null) {
                any = true;
                double number = ((Number) value).doubleValue();
                least = Math.min(least, number);
                greatest = Math.max(greatest, number);
            }
            return false;
        }

        @Override
        @Nullable
        public Object result() {
            return any ? (Object) (greatest - least) : null;
        }
    }

    /** MIN and MAX. */
    final class Extreme implements Accumulator {

        private final int sign;
        @Nullable private Object best;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public boolean add(@Nullable Object value, Cursor cursor) {
            if (value == null || best != null && Comparisons.compare(value, best) * sign <= 0) {
                return false;
            }
            best = value;
            return true;
        }

        @Override
        @Nullable
        public Object result() {
            return best;
        }
    }

    /** FIRST, LAST and LAST_ROW. */
    final class AtTime implements Accumulator {

        private final boolean ordered;
        private final boolean first;
        private final boolean skipNull;
        private boolean any;
        private long time;
        @Nullable private Object value;

        AtTime(boolean ordered, boolean first, boolean skipNull) {
            this.ordered = ordered;
            this.first = first;
            this.skipNull = skipNull;
        }

        @Override
        public boolean add(@Nullable Object candidate, Cursor cursor) {
            if (candidate == null && skipNull) {
                return false;
            }
            long at = ordered ? (Long) cursor.cell(0) : 0;
            if (any && (first ? !ordered || at >= time : ordered && at < time)) {
                return false;
            }
            any = true;
            time = at;
            value = candidate;
            return true;
        }

        @Override
        @Nullable
        public Object result() {
            return value;
        }
    }
}
