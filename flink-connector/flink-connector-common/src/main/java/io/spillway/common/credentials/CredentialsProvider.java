/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Where credentials come from. Travels with the job to its tasks, so it holds configuration, not
 * connections.
 *
 * <p>Asked before every attempt of every request and from many threads at once: an implementation
 * whose credentials expire answers from memory and renews them ahead of their expiry.
 */
@PublicEvolving
@FunctionalInterface
public interface CredentialsProvider extends Serializable {

    /**
     * The credentials to sign the next request with.
     *
     * @throws IOException if they cannot be had; the message says where they were looked for
     */
    Credentials credentials() throws IOException;

    /**
     * Told when the service says that credentials have expired before their time.
     *
     * @param refused what was answered before
     * @return whether asking again may give others
     */
    default boolean renew(Credentials refused) {
        return false;
    }
}
