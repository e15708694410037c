/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who sends a request, as its Authorization header tells: {@code Basic}, or {@code Taosd} with a
 * token. The token hides user and password under a key that every TDengine server has.
 */
record RestLogin(String user, String password) {

    private static final byte[] TOKEN_KEY = {64, (byte) 182, 122, 48, 86, 115, (byte) 253, 68};
    private static final int USER_BYTES = 24;
    private static final int PASSWORD_BYTES = 24;

    /**
     * Reads the header.
     *
     * @throws RestException if there is none, or it tells nothing
     */
    static RestLogin of(@Nullable String header) throws RestException {
        if (header == null || header.isEmpty()) {
            throw new RestException(401, 0x1105, "no auth info input");
        }
        String trimmed = header.trim();
        if (trimmed.startsWith("Basic") && trimmed.length() > 6) {
            return basic(trimmed.substring(6));
        } else if (trimmed.startsWith("Taosd") && trimmed.length() > 6) {
            return token(trimmed.substring(6));
        }
        throw new RestException(401, 0x1122, "invalid type of Authorization");
    }

    /** The token of a user. */
    String token() {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        int rounded = (secret.length + 7) / 8 * 8;
        byte[] plain = new byte[USER_BYTES + Math.max(PASSWORD_BYTES, rounded)];
        System.arraycopy(name, 0, plain, 0, Math.min(name.length, USER_BYTES));
        System.arraycopy(secret, 0, plain, USER_BYTES, secret.length);
        return Base64.getEncoder().encodeToString(crypt(Cipher.ENCRYPT_MODE, plain));
    }

    private static RestLogin basic(String encoded) throws RestException {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0 && colon < pair.length() - 1) {
                return new RestLogin(pair.substring(0, colon), pair.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            throw new RestException(401, 0x1124, "invalid basic Authorization", e);
        }
        throw new RestException(401, 0x1124, "invalid basic Authorization");
    }

    private static RestLogin token(String encoded) throws RestException {
        try {
            byte[] secret = Base64.getDecoder().decode(encoded);
            if (secret.length >= USER_BYTES + PASSWORD_BYTES && secret.length % 8 == 0) {
                byte[] plain = crypt(Cipher.DECRYPT_MODE, secret);
                String user = text(plain, 0, USER_BYTES);
                String password = text(plain, USER_BYTES, plain.length);
                if (!user.isEmpty() && !password.isEmpty()) {
                    return new RestLogin(user, password);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new RestException(401, 0x1125, "invalid taosd Authorization", e);
        }
        throw new RestException(401, 0x1125, "invalid taosd Authorization");
    }

    private static String text(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }

    /** Single DES without chaining: what the server's tokens are made with. */
    private static byte[] crypt(int mode, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(TOKEN_KEY, "DES"));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tokens cannot be read or made: no DES", e);
        }
    }

    @Override
    public String toString() {
        return "RestLogin[user=" + user + "]";
    }
}
