/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import org.apache.flink.api.connector.source.SourceEvent;

/** What enumerator and readers tell one another about the turn from the table to the topic. */
enum PhaseEvent implements SourceEvent {
    /** To a reader: read the table. */
    READ_TABLE,
    /** To a reader: the table has nothing left for you. */
    NO_MORE_OF_TABLE,
    /** From a reader: all it was given of the table is read. */
    TABLE_READ,
    /** To a reader: every reader has read its part of the table, follow the topic. */
    READ_TOPIC
}
