/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import io.spillway.testing.docs.OptionsTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of options in the documentation is made from the options themselves. */
class OptionsDocumentationTest {

    private static final Class<?>[] DECLARED = {
        DataHubConnectorOptions.class,
        DataHubScanOptions.class,
        DataHubSubscriptionOptions.class,
        HttpOptions.class
    };

    private final OptionsTable options = new OptionsTable(new DataHubDynamicTableFactory());

    @Test
    void theDocumentedOptionsAreThoseOfTheConnector() throws IOException {
        options.with(DECLARED)
                .withOnly(DeadLetterOptions.class, "ON_ERROR", "TYPE")
                .assertStandsIn(Path.of("../../docs/datahub.md"));
    }

    @Test
    void everyDeclaredOptionIsOneOfTheFactory() {
        options.assertTakenByTheFactory(DECLARED);
    }
}
