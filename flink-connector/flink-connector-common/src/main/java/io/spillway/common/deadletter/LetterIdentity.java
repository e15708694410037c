/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The identity of a letter: {@code system/container/partition/position/stage}. Where the position
 * is unknown a digest of the record takes its place, so that a replay of the same record still
 * gives the same letter.
 */
@Internal
final class LetterIdentity {

    /** Identities of more bytes are replaced by their digest, so that they fit everywhere. */
    static final int MAX_BYTES = 512;

    private static final int DIGEST_BYTES = 16;

    private LetterIdentity() {}

    static String of(
            DeadLetter.Origin origin,
            DeadLetter.Stage stage,
            @Nullable byte[] key,
            @Nullable byte[] value,
            List<DeadLetter.Header> headers) {
        String position =
                origin.position() != null
                        ? escape(origin.position())
                        : "sha256:" + digestOf(origin, key, value, headers);
        String id =
                String.join(
                        "/",
                        escape(origin.system()),
                        escape(origin.container()),
                        origin.partition() == null ? "-" : escape(origin.partition()),
                        position,
                        stage.label());
        byte[] bytes = utf8(id);
        return bytes.length <= MAX_BYTES ? id : digestOf(bytes);
    }

    private static String digestOf(
            DeadLetter.Origin origin,
            @Nullable byte[] key,
            @Nullable byte[] value,
            List<DeadLetter.Header> headers) {
        MessageDigest digest = sha256();
        update(digest, utf8(origin.sourcePosition()));
        update(digest, key);
        update(digest, value);
        for (DeadLetter.Header header : headers) {
            update(digest, utf8(header.name()));
            update(digest, header.value());
        }
        return hex(digest);
    }

    private static String digestOf(byte[] id) {
        MessageDigest digest = sha256();
        digest.update(id);
        return "sha256:" + hex(digest);
    }

    /** Length first, so that neighbours cannot run into each other; null differs from empty. */
    private static void update(MessageDigest digest, @Nullable byte[] bytes) {
        int length = bytes == null ? -1 : bytes.length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (length >>> shift));
        }
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    @Nullable
    private static byte[] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The separator inside a part would make two identities look alike. */
    private static String escape(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
