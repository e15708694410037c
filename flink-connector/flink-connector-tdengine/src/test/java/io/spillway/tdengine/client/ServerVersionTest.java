/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "3.3.6.0, true",
        "3.3.7.5, true",
        "3.4.1.12, true",
        "3.10.0.0, true",
        "3.3.6, true",
        "3.3.6.0.alpha, false",
        "3.3.5.8, false",
        "2.6.0.0, false",
        "'', false",
        "x, false"
    })
    void oldServersAreTold(String version, boolean supported) {
        assertThat(ServerVersion.isSupported(version)).isEqualTo(supported);
    }
}
