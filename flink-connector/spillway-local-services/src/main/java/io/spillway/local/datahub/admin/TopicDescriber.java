/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.topic.Offset;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.RecordView;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.Subscription;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** Tells people what a topic holds. */
final class TopicDescriber {

    /** Longer values are cut: the page is for looking at records, not for copying them. */
    private static final int MAX_VALUE = 500;

    JsonNode topic(Topic topic) {
        ObjectNode answer = AdminHandler.JSON.createObjectNode();
        answer.put("type", topic.schema().isBlob() ? "BLOB" : "TUPLE")
                .put("mode", topic.shards().isExtendMode() ? "extend" : "split")
                .put("lifecycleDays", topic.lifecycleDays())
                .put("comment", topic.comment())
                .put("written", topic.written());
        ArrayNode columns = answer.putArray("columns");
        for (TopicColumn column : topic.schema().columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().name())
                    .put("notNull", column.notNull());
        }
        ArrayNode shards = answer.putArray("shards");
        topic.shards().all().forEach(shard -> describe(shards.addObject(), shard));
        ArrayNode subscriptions = answer.putArray("subscriptions");
        for (Subscription subscription : topic.subscriptions().search("")) {
            describe(subscriptions.addObject(), subscription, topic);
        }
        return answer;
    }

    /** The last records, newest first. */
    JsonNode records(Topic topic, @Nullable String shardId, int limit) {
        List<ObjectNode> last = new ArrayList<>();
        for (Shard shard : topic.shards().all()) {
            if (shardId == null || shardId.equals(shard.id())) {
                lastOf(shard, topic, limit, last);
            }
        }
        // stable: what one shard got within one millisecond stays in its order
        last.sort(Comparator.comparingLong(record -> -record.path("systemTime").asLong()));
        ArrayNode answer = AdminHandler.JSON.createArrayNode();
        last.stream().limit(limit).forEach(answer::add);
        return answer;
    }

    private static void lastOf(Shard shard, Topic topic, int limit, List<ObjectNode> target) {
        RecordView view = shard.records();
        int added = 0;
        for (int i = view.size() - 1; i >= 0 && added < limit; i--) {
            List<byte[]> bodies = view.entry(i).bodies();
            for (int index = bodies.size() - 1; index >= 0 && added < limit; index--) {
                ObjectNode node = AdminHandler.JSON.createObjectNode();
                node.put("shard", shard.id())
                        .put("sequence", view.sequence(i))
                        .put("batchIndex", index)
                        .put("systemTime", view.systemTime(i));
                describe(node, bodies.get(index), topic);
                target.add(node);
                added++;
            }
        }
    }

    private static void describe(ObjectNode node, byte[] body, Topic topic) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> values = RecordBody.texts(body, attributes);
        List<TopicColumn> columns = topic.schema().columns();
        ObjectNode named = node.putObject("values");
        for (int i = 0; i < values.size(); i++) {
            named.put(i < columns.size() ? columns.get(i).name() : "data", cut(values.get(i)));
        }
        ObjectNode pairs = node.putObject("attributes");
        attributes.forEach((key, value) -> pairs.put(key, cut(value)));
    }

    private static void describe(ObjectNode node, Shard shard) {
        RecordView view = shard.records();
        node.put("id", shard.id())
                .put("state", shard.state().name())
                .put("beginHashKey", shard.beginHashKey())
                .put("endHashKey", shard.endHashKey())
                .put("records", view.recordCount())
                .put("bytes", view.byteCount())
                .put("firstSequence", view.firstSequence())
                .put("nextSequence", view.nextSequence())
                .put("lastTime", view.lastTime());
        ArrayNode parents = node.putArray("parents");
        shard.parents().forEach(parents::add);
    }

    private static void describe(ObjectNode node, Subscription subscription, Topic topic) {
        node.put("id", subscription.id())
                .put("comment", subscription.comment())
                .put("online", subscription.isOnline());
        ObjectNode offsets = node.putObject("offsets");
        Map<String, Offset> byShard =
                subscription.get(topic.shards().all().stream().map(Shard::id).toList());
        byShard.forEach((shardId, offset) -> offsets.put(shardId, offset.sequence()));
    }

    @Nullable
    private static String cut(@Nullable String value) {
        return value == null || value.length() <= MAX_VALUE
                ? value
                : value.substring(0, MAX_VALUE) + "…";
    }
}
