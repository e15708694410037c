/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import static io.spillway.datahub.catalog.DataHubCatalogOptions.TOPIC_LIFECYCLE_DAYS;

import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogTable;

/** What ALTER TABLE asks of a topic, as far as a topic can be changed. */
@Internal
final class TopicChanges {

    private TopicChanges() {}

    /**
     * Columns behind those the topic has.
     *
     * @throws ValidationException if columns are changed, dropped, or added elsewhere
     */
    static List<RecordSchema.Field> addedFields(
            TopicDescription topic, ResolvedCatalogTable changed) {
        RecordSchema wanted = TopicTables.columns(topic.path(), changed.getResolvedSchema());
        if (topic.schema() == null || wanted == null) {
            if (topic.schema() == null && wanted == null) {
                return List.of();
            }
            throw refused(topic, "a BLOB topic stays one, and a TUPLE topic too");
        }
        int known = topic.schema().fields().size();
        List<RecordSchema.Field> fields = wanted.fields();
        for (int i = 0; i < known; i++) {
            RecordSchema.Field field = topic.schema().fields().get(i);
            if (fields.size() <= i
                    || !fields.get(i).name().equals(field.name())
                    || fields.get(i).notNull() != field.notNull()
                    || !TopicTables.sameType(fields.get(i), field)) {
                throw refused(
                        topic,
                        "column '"
                                + field.name()
                                + "' must stay as and where it is; columns can be added behind the"
                                + " last one only");
            }
        }
        List<RecordSchema.Field> added = fields.subList(known, fields.size());
        for (RecordSchema.Field field : added) {
            if (field.notNull()) {
                throw refused(topic, "the new column '" + field.name() + "' must allow NULL");
            }
        }
        return added;
    }

    /** The lifecycle that is asked for, or the one the topic has. */
    static int lifecycle(TopicDescription topic, ResolvedCatalogTable changed) {
        return Configuration.fromMap(changed.getOptions())
                .getOptional(TOPIC_LIFECYCLE_DAYS)
                .orElse(topic.lifecycleDays());
    }

    private static ValidationException refused(TopicDescription topic, String problem) {
        return new ValidationException(
                "Topic " + topic.path() + " cannot be changed so: " + problem + ".");
    }
}
