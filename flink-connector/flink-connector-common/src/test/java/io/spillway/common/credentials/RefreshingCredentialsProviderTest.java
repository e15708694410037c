/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.RefreshingCredentialsProvider.Lease;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefreshingCredentialsProviderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AdjustableClock clock = new AdjustableClock();
    private int fetched;
    private boolean failing;

    private final RefreshingCredentialsProvider provider =
            new RefreshingCredentialsProvider(
                    () -> {
                        if (failing) {
                            throw new IOException("nobody answers");
                        }
                        fetched++;
                        return lease(fetched, clock.now.plus(Duration.ofHours(1)));
                    },
                    clock);

    @Test
    void theyAreFetchedOnceAndRenewedAheadOfTheirExpiry() throws Exception {
        assertThat(provider.credentials().accessId()).isEqualTo("id1");
        clock.now = START.plus(Duration.ofMinutes(54));
        assertThat(provider.credentials().accessId()).isEqualTo("id1");
        clock.now = START.plus(Duration.ofMinutes(56));
        assertThat(provider.credentials().accessId()).isEqualTo("id2");
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void validOnesAreUsedWhileNewOnesCannotBeHad() throws Exception {
        provider.credentials();
        failing = true;
        clock.now = START.plus(Duration.ofMinutes(58));
        assertThat(provider.credentials().accessId()).isEqualTo("id1");

        clock.now = START.plus(Duration.ofMinutes(61));
        assertThatThrownBy(provider::credentials)
                .isInstanceOf(IOException.class)
                .hasMessage("nobody answers");

        failing = false;
        assertThat(provider.credentials().accessId()).isEqualTo("id2");
    }

    @Test
    void refusedOnesAreForgottenOnce() throws Exception {
        Credentials first = provider.credentials();

        assertThat(provider.renew(first)).isTrue();
        Credentials second = provider.credentials();
        assertThat(second.accessId()).isEqualTo("id2");
        // another request that was still signed with the first ones
        assertThat(provider.renew(first)).isTrue();
        assertThat(provider.credentials()).isEqualTo(second);
    }

    @Test
    void expiredOnesAreNoUse() {
        RefreshingCredentialsProvider expired =
                new RefreshingCredentialsProvider(() -> lease(1, START.minusSeconds(1)), clock);

        assertThatThrownBy(expired::credentials)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have expired at 2025-12-31T23:59:59Z");
    }

    @Test
    void whatTravelsWithAJobIsTheSource() throws Exception {
        RefreshingCredentialsProvider sent =
                new RefreshingCredentialsProvider(
                        () -> lease(7, Instant.now().plus(Duration.ofHours(1))));
        sent.credentials();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("secret7");
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CredentialsProvider received = (CredentialsProvider) in.readObject();
            assertThat(received.credentials().accessId()).isEqualTo("id7");
        }
    }

    private static Lease lease(int number, Instant expiry) {
        return new Lease(
                new Credentials(
                        "id" + number, Secret.of("secret" + number), Secret.of("token" + number)),
                expiry);
    }

    private static final class AdjustableClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
