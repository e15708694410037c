/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.sql.SqlText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Asks the server which vgroups a topic is spread over. */
final class TopicInspector {

    /** Of the statement that made the topic. */
    private static final Pattern WHOLE =
            Pattern.compile("\\bas\\s+(database|stable)\\b", Pattern.CASE_INSENSITIVE);

    private record Topic(String database, boolean whole) {}

    private final TDengineGateway gateway;
    private final String topic;

    TopicInspector(TDengineGateway gateway, String topic) {
        this.gateway = gateway;
        this.topic = topic;
    }

    CompletableFuture<TopicVgroups> inspect() {
        return QueryRows.read(
                        gateway,
                        "SELECT `db_name`, `sql` FROM information_schema.ins_topics WHERE"
                                + " `topic_name` = "
                                + SqlText.string(topic),
                        (block, row) ->
                                new Topic(
                                        block.getString(0, row),
                                        WHOLE.matcher(String.valueOf(block.getString(1, row)))
                                                .find()))
                .thenCompose(this::vgroups);
    }

    private CompletableFuture<TopicVgroups> vgroups(List<Topic> found) {
        if (found.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new ServiceException(
                            FailureKind.FATAL,
                            "0x03e1",
                            0,
                            null,
                            "TDengine has no topic '"
                                    + topic
                                    + "': create it, or spell it as SHOW TOPICS does (names that"
                                    + " were not quoted are lower case, such as '"
                                    + topic.toLowerCase(Locale.ROOT)
                                    + "')",
                            null));
        }
        Topic description = found.get(0);
        return QueryRows.read(
                        gateway,
                        "SELECT `vgroup_id` FROM information_schema.ins_vgroups WHERE `db_name` = "
                                + SqlText.string(description.database()),
                        (block, row) -> (int) block.getLong(0, row))
                .thenApply(
                        ids ->
                                new TopicVgroups(
                                        description.database(),
                                        new HashSet<>(ids),
                                        description.whole()));
    }
}
