/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What a request is signed with. Prints its access id only.
 *
 * @param accessId names the account, not secret
 * @param accessKeySecret signs requests
 * @param securityToken accompanies temporary (STS) credentials, null for lasting ones
 */
@PublicEvolving
public record Credentials(String accessId, Secret accessKeySecret, @Nullable Secret securityToken)
        implements Serializable {

    public Credentials {
        if (accessId == null || accessId.isBlank()) {
            throw new IllegalArgumentException("the access id must not be empty");
        }
        if (accessKeySecret == null) {
            throw new IllegalArgumentException("the access key secret must not be null");
        }
    }

    /** Lasting credentials, without a security token. */
    public static Credentials of(String accessId, String accessKeySecret) {
        return new Credentials(accessId, Secret.of(accessKeySecret), null);
    }

    /** The text with every secret of these credentials masked. */
    public String maskIn(String text) {
        String masked = accessKeySecret.maskIn(text);
        return securityToken == null ? masked : securityToken.maskIn(masked);
    }
}
