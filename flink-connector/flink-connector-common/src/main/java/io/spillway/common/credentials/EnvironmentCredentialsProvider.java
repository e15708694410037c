/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.IOException;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Credentials from the environment variables of the process that makes the request, under the names
 * Alibaba Cloud's own tools use. The secrets never become part of the job.
 */
@PublicEvolving
public final class EnvironmentCredentialsProvider implements CredentialsProvider {

    public static final String ACCESS_KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    public static final String ACCESS_KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    public static final String SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";

    private static final long serialVersionUID = 1L;

    @Override
    public Credentials credentials() throws IOException {
        return from(System.getenv());
    }

    /** Credentials from variables given as a map. */
    static Credentials from(Map<String, String> variables) throws IOException {
        String token = variables.get(SECURITY_TOKEN);
        return new Credentials(
                required(variables, ACCESS_KEY_ID),
                Secret.of(required(variables, ACCESS_KEY_SECRET)),
                isEmpty(token) ? null : Secret.of(token));
    }

    private static String required(Map<String, String> variables, String name) throws IOException {
        String value = variables.get(name);
        if (isEmpty(value)) {
            throw new IOException(
                    "no credentials: the environment variable "
                            + name
                            + " is not set on this process; set it, or give the access id and"
                            + " secret as options");
        }
        return value;
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isBlank();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnvironmentCredentialsProvider;
    }

    @Override
    public int hashCode() {
        return EnvironmentCredentialsProvider.class.hashCode();
    }

    @Override
    public String toString() {
        return "EnvironmentCredentialsProvider";
    }
}
