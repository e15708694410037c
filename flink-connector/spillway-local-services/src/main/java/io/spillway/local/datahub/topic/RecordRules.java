/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/** Decides whether a record fits the schema of its topic. Not thread-safe; made per request. */
final class RecordRules implements RecordVisitor {

    private final TopicSchema schema;
    private int columns;
    private DataHubException refusal;

    RecordRules(TopicSchema schema) {
        this.schema = schema;
    }

    /**
     * Checks a record.
     *
     * @throws DataHubException {@code MalformedRecord} if it does not fit
     */
    void check(byte[] body) {
        columns = 0;
        refusal = null;
        RecordBody.visit(body, this);
        int expected = schema.isBlob() ? 1 : schema.columns().size();
        if (columns != expected) {
            throw DataHubException.malformedRecord(
                    "The record has " + columns + " fields, the topic has " + expected + ".");
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void attribute(String key, String value) {
        // any text will do
    }

    @Override
    public void column(int index, byte[] bytes, int from, int to) {
        columns++;
        if (refusal != null) {
            return;
        }
        if (schema.isBlob()) {
            if (from < 0) {
                refusal = DataHubException.malformedRecord("A BLOB record needs its data.");
            }
            return;
        }
        if (index >= schema.columns().size()) {
            return;
        }
        TopicColumn column = schema.columns().get(index);
        if (from < 0) {
            if (column.notNull()) {
                refusal =
                        DataHubException.malformedRecord(
                                "The field '" + column.name() + "' must not be null.");
            }
        } else if (!column.type().accepts(bytes, from, to)) {
            // the value itself stays out: it may be private, or megabytes
            refusal =
                    DataHubException.malformedRecord(
                            "The value of the field '"
                                    + column.name()
                                    + "' is not a valid "
                                    + column.type()
                                    + ".");
        }
    }
}
