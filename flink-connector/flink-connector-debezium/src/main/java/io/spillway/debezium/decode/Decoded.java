/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import io.spillway.debezium.Change;
import org.apache.flink.annotation.PublicEvolving;

/** What became of a record that could be decoded. */
@PublicEvolving
public sealed interface Decoded {

    /** A change to apply. */
    record Apply(Change change) implements Decoded {}

    /** A record that changes no row: nothing to apply. */
    enum Skip implements Decoded {
        /** No value: lets Kafka compact a deleted key away; the delete itself came before it. */
        TOMBSTONE("tombstone"),
        /** The connector's sign of life. */
        HEARTBEAT("heartbeat"),
        /** BEGIN or END of a transaction, with the number of its changes. */
        TRANSACTION_METADATA("transaction-metadata"),
        /** A message written by {@code pg_logical_emit_message}. */
        LOGICAL_MESSAGE("logical-message");

        private final String label;

        Skip(String label) {
            this.label = label;
        }

        /** Lower-case name, as it stands in metrics. */
        public String label() {
            return label;
        }
    }
}
