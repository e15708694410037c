/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.docs;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import io.spillway.tdengine.table.TDengineConnectorOptions;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import io.spillway.tdengine.table.TDengineScanOptions;
import io.spillway.tdengine.table.TDengineSinkOptions;
import io.spillway.testing.docs.OptionsTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of options in the documentation is made from the options themselves. */
class OptionsDocumentationTest {

    private static final Class<?>[] DECLARED = {
        TDengineConnectorOptions.class, TDengineScanOptions.class, TDengineSinkOptions.class
    };

    private final OptionsTable options = new OptionsTable(new TDengineDynamicTableFactory());

    @Test
    void theDocumentedOptionsAreThoseOfTheConnector() throws IOException {
        options.with(DECLARED)
                .withOnly(
                        HttpOptions.class,
                        "TRUST_STORE_PATH",
                        "TRUST_STORE_PASSWORD",
                        "TRUST_STORE_TYPE")
                .withOnly(DeadLetterOptions.class, "ON_ERROR", "TYPE")
                .assertStandsIn(Path.of("../../docs/tdengine.md"));
    }

    @Test
    void everyDeclaredOptionIsOneOfTheFactory() {
        options.assertTakenByTheFactory(DECLARED);
    }
}
