/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import io.spillway.common.credentials.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The certificates to trust instead of the JVM's own: a PEM file, or a JKS or PKCS12 store, on each
 * machine that makes requests.
 *
 * @param password of a store; null for a PEM file and for a store without one
 */
@PublicEvolving
public record TrustStore(String path, @Nullable Secret password) implements Serializable {

    private static final String PEM = "-----BEGIN";

    public TrustStore {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("the path of the trust store must not be empty");
        }
    }

    /**
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    SSLContext context() {
        try {
            KeyStore store = load();
            if (store.size() == 0) {
                throw new IOException("it holds no certificate");
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the trust store " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        Path file = Path.of(path);
        if (!isPem(file)) {
            return KeyStore.getInstance(
                    file.toFile(), password == null ? null : password.reveal().toCharArray());
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("certificate-" + number++, certificate);
            }
        }
        return store;
    }

    private static boolean isPem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1);
            return start.contains(PEM);
        }
    }
}
