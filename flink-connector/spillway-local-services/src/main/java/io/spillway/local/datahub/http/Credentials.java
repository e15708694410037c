/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import java.util.Objects;
import javax.annotation.Nullable;

/**
 * The one key pair the service knows.
 *
 * @param securityToken set if the pair is a temporary one
 */
public record Credentials(String accessId, String accessKeySecret, @Nullable String securityToken) {

    public Credentials {
        Objects.requireNonNull(accessId, "accessId");
        Objects.requireNonNull(accessKeySecret, "accessKeySecret");
    }

    /** Names the key, never its secret. */
    @Override
    public String toString() {
        return "Credentials[" + accessId + "]";
    }
}
