/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary credentials, renewed ahead of their expiry. One caller renews them while the others go
 * on with those that are still valid; if renewing fails, so do they all until it is tried again.
 */
@PublicEvolving
public final class RefreshingCredentialsProvider implements CredentialsProvider {

    /** Renewed when they are valid for less than this. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    /** Pause after a failed attempt to renew credentials that are still valid. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentialsProvider.class);
    private static final long serialVersionUID = 1L;

    private final Source source;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();

    /** What was fetched last; every task fetches its own. */
    @Nullable private transient volatile Lease current;

    @Nullable private transient volatile Instant notBefore;

    /**
     * @param source asked whenever credentials are missing or about to expire
     */
    public RefreshingCredentialsProvider(Source source) {
        this(source, Clock.systemUTC());
    }

    RefreshingCredentialsProvider(Source source, Clock clock) {
        this.source = Objects.requireNonNull(source, "source");
        this.clock = clock;
    }

    /** Where temporary credentials come from. */
    @PublicEvolving
    @FunctionalInterface
    public interface Source extends Serializable {

        /**
         * Fetches credentials; may block for some seconds.
         *
         * @throws IOException if they cannot be had; the message says where they were looked for
         */
        Lease fetch() throws IOException;
    }

    /**
     * Credentials for a time.
     *
     * @param expiry when they cease to be valid
     */
    @PublicEvolving
    public record Lease(Credentials credentials, Instant expiry) {

        public Lease {
            Objects.requireNonNull(credentials, "credentials");
            Objects.requireNonNull(expiry, "expiry");
        }
    }

    @Override
    public Credentials credentials() throws IOException {
        Lease lease = current;
        if (lease != null && isFresh(lease)) {
            return lease.credentials();
        }
        if (lease != null && isValid(lease)) {
            return renewing.tryLock() ? renewedOr(lease) : lease.credentials();
        }
        renewing.lock();
        try {
            lease = current;
            return (lease != null && isValid(lease) ? lease : fetch()).credentials();
        } finally {
            renewing.unlock();
        }
    }

    @Override
    public boolean renew(Credentials refused) {
        renewing.lock();
        try {
            Lease lease = current;
            // whoever comes first forgets them; the others find newer ones
            if (lease != null && lease.credentials().equals(refused)) {
                current = null;
            }
            return true;
        } finally {
            renewing.unlock();
        }
    }

    /** Called with the lock held, which this releases. */
    private Credentials renewedOr(Lease valid) {
        try {
            Instant pause = notBefore;
            if (pause != null && clock.instant().isBefore(pause)) {
                return valid.credentials();
            }
            return fetch().credentials();
        } catch (IOException e) {
            notBefore = clock.instant().plus(PAUSE);
            LOG.warn(
                    "Credentials that expire at {} could not be renewed; trying again in {} s: {}",
                    valid.expiry(),
                    PAUSE.toSeconds(),
                    e.getMessage());
            return valid.credentials();
        } finally {
            renewing.unlock();
        }
    }

    private Lease fetch() throws IOException {
        Lease fetched = source.fetch();
        if (!isValid(fetched)) {
            throw new IOException(
                    "the credentials from " + source + " have expired at " + fetched.expiry());
        }
        current = fetched;
        notBefore = null;
        return fetched;
    }

    private boolean isFresh(Lease lease) {
        return clock.instant().isBefore(lease.expiry().minus(AHEAD));
    }

    private boolean isValid(Lease lease) {
        return clock.instant().isBefore(lease.expiry());
    }

    @Override
    public String toString() {
        return "RefreshingCredentialsProvider from " + source;
    }
}
