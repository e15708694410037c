/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorValidationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void listsEachErrorOnceWithItsOption() throws Exception {
        ConnectorValidation validation =
                new ConnectorValidation(
                        JSON.readTree(
                                """
                                {"error_count": 3, "configs": [
                                  {"definition": {"type": "STRING"},
                                   "value": {"name": "topic.prefix", "errors": ["needed", "needed"]}},
                                  {"definition": {"type": "PASSWORD"},
                                   "value": {"name": "login", "errors": ["too short"]}},
                                  {"definition": {"type": "INT"}, "value": {"name": "fine", "errors": []}}]}
                                """));
        assertThat(validation.isValid()).isFalse();
        assertThat(validation.describe().lines().map(String::strip))
                .containsExactly("", "topic.prefix: needed", "login: too short");
        assertThat(validation.passwordOptions()).containsExactly("login");
    }

    @Test
    void anErrorCountAloneIsEnoughToRefuse() throws Exception {
        ConnectorValidation validation =
                new ConnectorValidation(JSON.readTree("{\"error_count\": 2, \"configs\": []}"));
        assertThat(validation.isValid()).isFalse();
        assertThat(validation.describe()).contains("2 errors");
    }

    @Test
    void secretsAreKnownByTheirNameOrTheirTypeAndMaskedLongestFirst() {
        SecretValues secrets =
                SecretValues.of(
                        Map.of(
                                "database.password", "abc",
                                "sasl.jaas.config", "user and abcdef",
                                "login", "only-by-type",
                                "signal.token", "",
                                "table.include.list", "public.t"),
                        Set.of("login"));
        assertThat(secrets.mask("abc, user and abcdef, only-by-type, public.t"))
                .isEqualTo("******, ******, ******, public.t");
    }
}
