/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.exception.AuthorizationFailureException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client signs with right, wrong and temporary keys. */
class VendorSdkKeysITCase extends VendorSdkFixture {

    @ParameterizedTest
    @EnumSource
    void wrongKeysAreUnauthorized(VendorClients how) {
        AliyunAccount wrongSecret = new AliyunAccount(hub.accessId(), "not the secret");
        AliyunAccount wrongId = new AliyunAccount("nobody", hub.accessKeySecret());
        AliyunAccount strayToken =
                new AliyunAccount(hub.accessId(), hub.accessKeySecret(), "a token of another");

        for (AliyunAccount account : List.of(wrongSecret, wrongId, strayToken)) {
            refusal(
                    () -> how.connect(hub, account).listProject(),
                    AuthorizationFailureException.class,
                    "Unauthorized");
        }
    }

    @Test
    void temporaryKeysNeedTheirToken() {
        try (LocalDataHub temporary = LocalDataHub.builder().securityToken("sts-1").start()) {
            AliyunAccount with =
                    new AliyunAccount(temporary.accessId(), temporary.accessKeySecret(), "sts-1");
            AliyunAccount without =
                    new AliyunAccount(temporary.accessId(), temporary.accessKeySecret());

            assertThat(VendorClients.JSON.connect(temporary, with).listProject().getProjectNames())
                    .isEmpty();
            refusal(
                    () -> VendorClients.JSON.connect(temporary, without).listProject(),
                    AuthorizationFailureException.class,
                    "Unauthorized");
        }
    }
}
