/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without TDengine's client on the machine, as it is wherever this is built. */
@Timeout(60)
class NativeGatewayTest {

    private static final TDengineGatewayOptions OPTIONS =
            Gateways.options("127.0.0.1:1").transport(Transport.NATIVE).build();

    @Test
    void aMissingLibraryIsSaidWithItsMend() throws Exception {
        try (TDengineGateway gateway = TDengineGateways.create(OPTIONS)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                ServiceException failure = Gateways.failure(gateway.serverVersion());

                assertThat(failure.code()).isEqualTo(NativeDriver.MISSING);
                assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
                assertThat(failure.getMessage())
                        .contains("libtaos", "java.library.path", "WebSocket")
                        .doesNotContain(Gateways.PASSWORD);
            }
            assertThat(Gateways.failure(gateway.execute("use x")).code())
                    .isEqualTo(NativeDriver.MISSING);
        }
    }

    @Test
    void whatItCannotDoIsSaid() throws Exception {
        TDengineGateway gateway = TDengineGateways.create(OPTIONS);
        assertThat(Gateways.failure(gateway.prepareInsert("insert into t values(?)")).code())
                .isEqualTo("NotSupported");
        assertThat(
                        Gateways.failure(
                                        gateway.subscribe(
                                                new TmqSubscription(
                                                        "g",
                                                        "c",
                                                        java.util.List.of("t"),
                                                        "latest",
                                                        false,
                                                        Map.of())))
                                .code())
                .isEqualTo("NotSupported");
        gateway.close();
        gateway.close();
        assertThat(Gateways.failure(gateway.execute("x")).code()).isEqualTo("GatewayClosed");
    }
}
