/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.examples.Cli;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.local.tdengine.LocalTDengineExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The TDengine script of the examples, run as the command line runs it. */
class TDengineExampleITCase {

    private static final String SCRIPT = "sql/tdengine-write-and-read.sql";

    @RegisterExtension static final LocalTDengineExtension TDENGINE = new LocalTDengineExtension();

    @Test
    void writesRowsAndReadsThemBack() {
        LocalTDengine server = TDENGINE.server();
        Cli.Outcome outcome = Cli.run(environment(server.password()), "sql", SCRIPT);

        assertThat(outcome.exitCode()).as("%s%n%s", outcome.out(), outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(
                        server.query(
                                "SELECT tbname, ts, celsius, note, floor_number FROM"
                                        + " spillway_examples.readings ORDER BY tbname, ts"))
                .containsExactly(
                        new Object[] {"d_boiler", 1767225600000L, 61.5, "first of the year", 0},
                        new Object[] {"d_boiler", 1767225660000L, 62.25, null, 0},
                        new Object[] {"d_cellar", 1767225630000L, -3.75, "brr ❄", -1},
                        new Object[] {"d_cellar", 1767225690000L, -4.0, "sensor on", -1});
        assertThat(outcome.out())
                .contains("brr ❄")
                .containsPattern("boiler \\|\\s+0 \\|\\s+2 \\|\\s+62.25 \\|")
                .containsPattern("cellar \\|\\s+-1 \\|\\s+2 \\|\\s+-3.75 \\|");
    }

    @Test
    void aWrongPasswordIsToldWithTheServersOwnCode() {
        Cli.Outcome outcome = Cli.run(environment("not-the-password"), "sql", SCRIPT);

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errorLines()).hasSize(1);
        assertThat(outcome.err()).contains("0x0357").doesNotContain("not-the-password");
    }

    private static Map<String, String> environment(String password) {
        return Map.of(
                "TDENGINE_ENDPOINT", TDENGINE.server().endpoint(), "TDENGINE_PASSWORD", password);
    }
}
