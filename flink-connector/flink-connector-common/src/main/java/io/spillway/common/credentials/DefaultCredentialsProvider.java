/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The first of these that the process has, in the order of Alibaba Cloud's own tools: environment
 * variables, a profile in a file, the RAM role of the ECS instance if {@code
 * ALIBABA_CLOUD_ECS_METADATA} names it. Which one it is, is decided by each process at its first
 * request.
 */
@PublicEvolving
public final class DefaultCredentialsProvider implements CredentialsProvider {

    private static final long serialVersionUID = 1L;

    @Nullable private transient volatile CredentialsProvider chosen;

    @Override
    public Credentials credentials() throws IOException {
        return chosen().credentials();
    }

    @Override
    public boolean renew(Credentials refused) {
        return chosen().renew(refused);
    }

    private CredentialsProvider chosen() {
        CredentialsProvider provider = chosen;
        if (provider == null) {
            synchronized (this) {
                provider = chosen;
                if (provider == null) {
                    provider = choose();
                    chosen = provider;
                }
            }
        }
        return provider;
    }

    private static CredentialsProvider choose() {
        if (isSet(EnvironmentCredentialsProvider.ACCESS_KEY_ID)) {
            return new EnvironmentCredentialsProvider();
        }
        ProfileCredentialsProvider profile = new ProfileCredentialsProvider();
        if (isSet(ProfileCredentialsProvider.FILE) || profile.exists()) {
            return profile;
        }
        String role = System.getenv(EcsRoleCredentials.ROLE_NAME);
        if (role != null && !role.isBlank()) {
            return new RefreshingCredentialsProvider(new EcsRoleCredentials(role));
        }
        // its message tells what to set
        return new EnvironmentCredentialsProvider();
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DefaultCredentialsProvider;
    }

    @Override
    public int hashCode() {
        return DefaultCredentialsProvider.class.hashCode();
    }

    @Override
    public String toString() {
        return "DefaultCredentialsProvider";
    }
}
