/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options about the way to a service become. */
class HttpOptionsTest {

    @Test
    void nothingSetIsNeitherAProxyNorATrustStore() {
        Configuration none = new Configuration();
        assertThat(HttpOptions.proxy(none)).isNull();
        assertThat(HttpOptions.trustStore(none)).isNull();
    }

    @Test
    void aProxyWithAUserNeverPrintsThePassword() {
        HttpProxy proxy =
                HttpOptions.proxy(
                        Configuration.fromMap(
                                Map.of(
                                        "proxy.address", "proxy.example:3128",
                                        "proxy.username", "me",
                                        "proxy.password", "hidden-word")));
        assertThat(proxy).isNotNull();
        assertThat(proxy.host()).isEqualTo("proxy.example");
        assertThat(proxy.port()).isEqualTo(3128);
        assertThat(proxy.toString()).doesNotContain("hidden-word");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.username, proxy.address",
        "proxy.password, proxy.address",
        "ssl.trust-store.password, ssl.trust-store.path"
    })
    void anOptionThatNeedsAnotherNamesIt(String given, String missing) {
        Configuration options = Configuration.fromMap(Map.of(given, "hidden-word"));
        assertThatThrownBy(
                        () -> {
                            HttpOptions.proxy(options);
                            HttpOptions.trustStore(options);
                        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is set, but '%s' is not: set both or neither.", given, missing);
    }

    @Test
    void aUserWithoutAPasswordIsRefused() {
        Configuration options =
                Configuration.fromMap(
                        Map.of("proxy.address", "proxy.example:3128", "proxy.username", "me"));
        assertThatThrownBy(() -> HttpOptions.proxy(options))
                .hasMessageContaining("'proxy.username' is set, but 'proxy.password' is not");
    }

    @ParameterizedTest
    @CsvSource({"proxy.example", "proxy.example:zero", "proxy.example:70000", ":3128"})
    void anAddressThatIsNoneIsNamedByItsOption(String address) {
        Configuration options = Configuration.fromMap(Map.of("proxy.address", address));
        assertThatThrownBy(() -> HttpOptions.proxy(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'proxy.address' makes no sense")
                .hasMessageContaining(address);
    }

    @Test
    void anEmptyPathOfATrustStoreIsRefused() {
        Configuration options = Configuration.fromMap(Map.of("ssl.trust-store.path", " "));
        assertThatThrownBy(() -> HttpOptions.trustStore(options))
                .hasMessage("'ssl.trust-store.path' is empty: remove it, or name a file.");
    }

    @Test
    void aTrustStoreKeepsItsPasswordToItself() {
        TrustStore store =
                HttpOptions.trustStore(
                        Configuration.fromMap(
                                Map.of(
                                        "ssl.trust-store.path", "/etc/certs.p12",
                                        "ssl.trust-store.password", "hidden-word",
                                        "ssl.trust-store.type", "pkcs12")));
        assertThat(store).isNotNull();
        assertThat(store.toString()).contains("/etc/certs.p12").doesNotContain("hidden-word");
    }
}
