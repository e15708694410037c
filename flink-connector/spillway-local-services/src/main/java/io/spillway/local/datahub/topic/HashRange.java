/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The hash keys of one shard, from {@code begin} up to but not including {@code end}; the very last
 * key belongs to the last shard.
 */
record HashRange(BigInteger begin, BigInteger end) {

    private static final int HEX_DIGITS = 32;
    private static final BigInteger LAST = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** The whole key space in {@code parts} even parts. */
    static List<HashRange> divide(int parts) {
        List<HashRange> ranges = new ArrayList<>(parts);
        BigInteger divisor = BigInteger.valueOf(parts);
        for (int i = 0; i < parts; i++) {
            ranges.add(
                    new HashRange(
                            LAST.multiply(BigInteger.valueOf(i)).divide(divisor),
                            LAST.multiply(BigInteger.valueOf(i + 1L)).divide(divisor)));
        }
        return ranges;
    }

    boolean contains(BigInteger key) {
        return key.compareTo(begin) >= 0
                && (key.compareTo(end) < 0 || (end.equals(LAST) && key.equals(LAST)));
    }

    boolean isLeftOf(HashRange other) {
        return end.equals(other.begin);
    }

    /** Both parts of this range around a key strictly inside of it. */
    List<HashRange> splitAt(BigInteger key) {
        if (key.compareTo(begin) <= 0 || key.compareTo(end) >= 0) {
            throw DataHubException.invalidParameter("The key range is invalid.");
        }
        return List.of(new HashRange(begin, key), new HashRange(key, end));
    }

    /** The key in the middle. */
    BigInteger middle() {
        return begin.add(end).shiftRight(1);
    }

    String beginHex() {
        return hex(begin);
    }

    String endHex() {
        return hex(end);
    }

    /** Reads a key of up to 32 hex digits. */
    static BigInteger parseKey(String text) {
        if (text.isEmpty() || text.length() > HEX_DIGITS || !text.matches("[0-9a-fA-F]+")) {
            throw DataHubException.invalidParameter("The hash key '" + text + "' is invalid.");
        }
        return new BigInteger(text, 16);
    }

    /** The key of a partition key: its MD5. */
    static BigInteger hash(String partitionKey) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5")
                            .digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(HexFormat.of().formatHex(digest), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    private static String hex(BigInteger key) {
        String digits = key.toString(16).toUpperCase(Locale.ROOT);
        return "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }
}
