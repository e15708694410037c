/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.types.RowKind;

/**
 * The columns that Alibaba DTS adds to a TUPLE topic to tell which change a record is. An insert
 * and a delete are one record each, an update is two: the row before it, then the row after it.
 *
 * <p>By its older naming rule, DTS also puts {@code dts_} before the names of the data columns.
 */
final class DtsColumns {

    private static final String NEW_RULE = "new_dts_sync_dts_";
    private static final String OLD_RULE = "dts_";
    private static final String OPERATION = "operation_flag";

    private final int operation;
    private final int before;
    private final int after;
    private final String dataPrefix;

    private DtsColumns(RecordSchema schema, String prefix) {
        this.operation = schema.indexOf(prefix + OPERATION);
        this.before = schema.indexOf(prefix + "before_flag");
        this.after = schema.indexOf(prefix + "after_flag");
        this.dataPrefix = prefix.equals(OLD_RULE) ? OLD_RULE : "";
    }

    /**
     * @throws ValidationException if the topic does not have these columns
     */
    static DtsColumns of(TopicDescription topic) {
        RecordSchema schema = topic.schema();
        if (schema != null) {
            boolean newRule = schema.indexOf(NEW_RULE + OPERATION) >= 0;
            DtsColumns columns = new DtsColumns(schema, newRule ? NEW_RULE : OLD_RULE);
            if (columns.operation >= 0 && columns.before >= 0 && columns.after >= 0) {
                return columns;
            }
        }
        throw new ValidationException(
                "'changelog.mode' = 'dts' needs the columns dts_operation_flag, dts_before_flag and"
                        + " dts_after_flag (or the same with the prefix new_dts_sync_), which topic "
                        + topic.path()
                        + " does not have; remove the option, or name a topic that DTS writes.");
    }

    /** What stands before the names of data columns, empty for nothing. */
    String dataPrefix() {
        return dataPrefix;
    }

    /**
     * The change a record is.
     *
     * @throws UndecodableRecordException if its flags make no sense
     */
    RowKind kindOf(RecordEntryReader record) throws UndecodableRecordException {
        boolean isBefore = flag(record, before) == 'Y';
        boolean isAfter = flag(record, after) == 'Y';
        if (isBefore != isAfter) {
            switch (flag(record, operation)) {
                case 'I' -> {
                    if (isAfter) {
                        return RowKind.INSERT;
                    }
                }
                case 'U' -> {
                    return isBefore ? RowKind.UPDATE_BEFORE : RowKind.UPDATE_AFTER;
                }
                case 'D' -> {
                    if (isBefore) {
                        return RowKind.DELETE;
                    }
                }
                default -> {
                    // told below
                }
            }
        }
        throw new UndecodableRecordException(
                "UnknownChange",
                "The operation, before and after flags '"
                        + flag(record, operation)
                        + "', '"
                        + flag(record, before)
                        + "' and '"
                        + flag(record, after)
                        + "' are no change that DTS writes",
                null);
    }

    /** A flag of one letter, '?' for anything else. */
    private static char flag(RecordEntryReader record, int column) {
        if (record.isNull(column) || record.length(column) != 1) {
            return '?';
        }
        char letter = (char) record.buffer()[record.offset(column)];
        return letter >= 'A' && letter <= 'Z' ? letter : '?';
    }
}
