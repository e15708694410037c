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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/**
 * The certificates to trust instead of the JVM's own: a PEM file, or a JKS or PKCS12 store, on each
 * machine that makes requests.
 *
 * @param password of a store; null for a PEM file and for a store without one
 * @param type format of the file
 */
@PublicEvolving
public record TrustStore(String path, @Nullable Secret password, Type type)
        implements Serializable {

    private static final String PEM = "-----BEGIN";

    public TrustStore {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("the path of the trust store must not be empty");
        }
        Objects.requireNonNull(type, "type");
    }

    /** The format is found out from the file. */
    public TrustStore(String path, @Nullable Secret password) {
        this(path, password, Type.AUTO);
    }

    /** Formats of trust stores. */
    @PublicEvolving
    public enum Type implements DescribedEnum {
        AUTO("Found out from the file."),
        PEM("Certificates in text form, one after the other."),
        PKCS12("A PKCS #12 store."),
        JKS("A store of Java's own old format.");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        @Override
        public InlineElement getDescription() {
            return TextElement.text(description);
        }
    }

    /**
     * What to make connections with.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public SSLContext context() {
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
                    String.format(
                            "the trust store %s ('%s') cannot be used: %s; it must be a readable PEM,"
                                    + " PKCS12 or JKS file of this machine, and its password right",
                            path, HttpOptions.TRUST_STORE_PATH.key(), problem(e)),
                    e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        Path file = Path.of(path);
        char[] characters = password == null ? null : password.reveal().toCharArray();
        if (type == Type.AUTO && !isPem(file)) {
            return KeyStore.getInstance(file.toFile(), characters);
        }
        if (type == Type.PKCS12 || type == Type.JKS) {
            KeyStore store = KeyStore.getInstance(type.name());
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, characters);
            }
            return store;
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

    private static String problem(Exception cause) {
        return cause instanceof NoSuchFileException ? "there is no such file" : cause.getMessage();
    }

    private static boolean isPem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1);
            return start.contains(PEM);
        }
    }
}
