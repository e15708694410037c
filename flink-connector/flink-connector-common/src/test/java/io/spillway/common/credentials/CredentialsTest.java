/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void secretsAreNeverPrinted() {
        Credentials credentials =
                new Credentials("id", Secret.of("s3cr3t-key"), Secret.of("t0k3n"));

        assertThat(credentials + " " + StaticCredentialsProvider.of("id", "s3cr3t-key"))
                .contains("id")
                .doesNotContain("s3cr3t-key")
                .doesNotContain("t0k3n");
    }

    @Test
    void secretsAreMaskedInForeignTexts() {
        Credentials credentials = new Credentials("id", Secret.of("abc"), Secret.of("xyz"));

        assertThat(credentials.maskIn("signed abc with xyz for id"))
                .isEqualTo("signed ****** with ****** for id");
    }

    @Test
    void aProviderTravelsToTheTasks() throws Exception {
        CredentialsProvider provider = StaticCredentialsProvider.of("id", "secret");

        Credentials arrived = copy(provider).credentials();

        assertThat(arrived).isEqualTo(provider.credentials());
        assertThat(arrived.accessKeySecret().reveal()).isEqualTo("secret");
    }

    @Test
    void theEnvironmentMayHoldTemporaryCredentials() throws Exception {
        Map<String, String> lasting =
                Map.of(
                        "ALIBABA_CLOUD_ACCESS_KEY_ID", "id",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret");
        Map<String, String> temporary =
                Map.of(
                        "ALIBABA_CLOUD_ACCESS_KEY_ID", "id",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret",
                        "ALIBABA_CLOUD_SECURITY_TOKEN", "token");

        assertThat(EnvironmentCredentialsProvider.from(lasting))
                .isEqualTo(Credentials.of("id", "secret"));
        assertThat(EnvironmentCredentialsProvider.from(temporary))
                .isEqualTo(new Credentials("id", Secret.of("secret"), Secret.of("token")));
    }

    @Test
    void aMissingVariableIsNamed() {
        assertThatThrownBy(
                        () ->
                                EnvironmentCredentialsProvider.from(
                                        Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    }

    @Test
    void emptyCredentialsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.of("", "secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.of("id", ""));
    }

    private static CredentialsProvider copy(CredentialsProvider provider) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(provider);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (CredentialsProvider) in.readObject();
        }
    }
}
