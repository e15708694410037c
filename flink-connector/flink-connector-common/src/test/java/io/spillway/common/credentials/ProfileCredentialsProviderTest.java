/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCredentialsProviderTest {

    @TempDir private Path folder;

    @Test
    void profilesAreFoundByName() throws Exception {
        Path file =
                write(
                        "# comment",
                        "[default]",
                        "enable = true",
                        "type = access_key",
                        "access_key_id = id1",
                        "access_key_secret=secret=1",
                        "",
                        "[ temporary ]",
                        "type = sts",
                        "access_key_id = id2",
                        "access_key_secret = secret2",
                        "security_token = token2");

        assertThat(of(file, "default").credentials()).isEqualTo(Credentials.of("id1", "secret=1"));
        assertThat(of(file, "temporary").credentials())
                .isEqualTo(new Credentials("id2", Secret.of("secret2"), Secret.of("token2")));
    }

    @Test
    void aChangedFileIsReadAnewWhenCredentialsAreRefused() throws Exception {
        Path file = write("[default]", "access_key_id = id1", "access_key_secret = secret1");
        ProfileCredentialsProvider provider = of(file, "default");
        Credentials first = provider.credentials();
        assertThat(provider.renew(first)).isFalse();

        write("[default]", "access_key_id = id2", "access_key_secret = secret2");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(provider.renew(first)).isTrue();
        assertThat(provider.credentials().accessId()).isEqualTo("id2");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Path file =
                write(
                        "[half]",
                        "access_key_id = id1",
                        "[off]",
                        "enable = false",
                        "[odd]",
                        "type = rsa_key_pair");

        assertMessage(of(file, "none"), file + " has no profile [none]");
        assertMessage(of(file, "half"), "profile [half] of " + file + " has no access_key_secret");
        assertMessage(of(file, "off"), "is not enabled");
        assertMessage(of(file, "odd"), "has the type 'rsa_key_pair'; known are access_key, sts");
        assertMessage(of(folder.resolve("nowhere"), "x"), "nowhere cannot be read");
    }

    private static void assertMessage(CredentialsProvider provider, String message) {
        assertThatThrownBy(provider::credentials)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no credentials")
                .hasMessageContaining(message);
    }

    private ProfileCredentialsProvider of(Path file, String profile) {
        return new ProfileCredentialsProvider(file.toString(), profile);
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("credentials"), List.of(lines));
    }
}
