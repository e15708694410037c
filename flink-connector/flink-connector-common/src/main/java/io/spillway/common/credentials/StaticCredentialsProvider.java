/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import org.apache.flink.annotation.PublicEvolving;

/** Always the same credentials. */
@PublicEvolving
public record StaticCredentialsProvider(Credentials credentials) implements CredentialsProvider {

    public StaticCredentialsProvider {
        if (credentials == null) {
            throw new IllegalArgumentException("credentials must not be null");
        }
    }

    /** Lasting credentials, without a security token. */
    public static StaticCredentialsProvider of(String accessId, String accessKeySecret) {
        return new StaticCredentialsProvider(Credentials.of(accessId, accessKeySecret));
    }
}
