/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.tdengine.client.TmqMessage.Block;
import io.spillway.tdengine.client.WebSocketChannel.Call;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.client.codec.TmqData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** {@link TmqConsumer} over taosAdapter's WebSocket. */
@Internal
final class WebSocketTmqConsumer implements TmqConsumer {

    private final WebSocketChannel channel;
    private final Duration timeout;
    private final boolean withMeta;
    private final AtomicBoolean polling = new AtomicBoolean();

    /** The last message taken whole; the server sends it anew if another one is named. */
    private volatile long lastMessage;

    private WebSocketTmqConsumer(WebSocketChannel channel, Duration timeout, boolean withMeta) {
        this.channel = channel;
        this.timeout = timeout;
        this.withMeta = withMeta;
    }

    /** Joins the group. */
    static CompletableFuture<TmqConsumer> subscribe(
            WebSocketChannel channel,
            TDengineGatewayOptions options,
            TmqSubscription subscription,
            String purpose) {
        ObjectNode args = Json.object();
        WebSocketSession.putIdentity(args, options);
        if (options.database() != null) {
            args.put("db", options.database());
        }
        args.put("group_id", subscription.groupId());
        args.put("client_id", subscription.clientId());
        args.put("offset_rest", subscription.startFrom());
        ArrayNode topics = args.putArray("topics");
        subscription.topics().forEach(topics::add);
        args.put("auto_commit", "false");
        args.put("with_table_name", "true");
        ObjectNode settings = args.putObject("config");
        subscription.settings().forEach(settings::put);
        Call call = Call.of(purpose, options.requestTimeout());
        return channel.call("subscribe", args, call)
                .thenCompose(answer -> WebSocketSession.checked(channel, answer, options))
                .thenApply(
                        session ->
                                new WebSocketTmqConsumer(
                                        channel,
                                        options.requestTimeout(),
                                        subscription.withMeta()));
    }

    @Override
    public CompletableFuture<List<Assignment>> assignment(String topic) {
        Call call = call("ask for the vgroups of topic " + topic);
        return answered(
                "assignment",
                Json.object().put("topic", topic),
                call,
                answer -> {
                    List<Assignment> assigned = new ArrayList<>();
                    for (JsonNode vgroup : answer.path("assignment")) {
                        assigned.add(
                                new Assignment(
                                        vgroup.path("vgroup_id").asInt(),
                                        vgroup.path("offset").asLong(),
                                        vgroup.path("begin").asLong(),
                                        vgroup.path("end").asLong()));
                    }
                    return List.copyOf(assigned);
                });
    }

    @Override
    public CompletableFuture<Void> seek(String topic, int vgroupId, long offset) {
        Call call = call("seek vgroup " + vgroupId + " of topic " + topic + " to " + offset);
        return answered("seek", position(topic, vgroupId, offset), call, answer -> null);
    }

    @Override
    public CompletableFuture<Optional<TmqMessage>> poll(Duration blockingTime) {
        return poll(blockingTime, this::fetch);
    }

    /** Asks for the vgroups while the message is on its way. */
    @Override
    public CompletableFuture<Optional<Polled>> pollWithAssignment(
            Duration blockingTime, String topic) {
        return poll(
                blockingTime,
                announced -> fetch(announced).thenCombine(assignment(topic), Polled::new));
    }

    /**
     * @param then takes the message that was announced
     */
    private <T> CompletableFuture<Optional<T>> poll(
            Duration blockingTime, Function<JsonNode, CompletableFuture<T>> then) {
        if (!polling.compareAndSet(false, true)) {
            throw new IllegalStateException("the former poll has not completed");
        }
        Call call = Call.of("poll the consumer", timeout.plus(blockingTime));
        ObjectNode args = Json.object().put("blocking_time", blockingTime.toMillis());
        Json.putU64(args, "message_id", lastMessage);
        return Failures.unwrapped(
                channel.call("poll", args, call)
                        .thenCompose(
                                announced ->
                                        announced.path("have_message").asBoolean()
                                                ? then.apply(announced).thenApply(Optional::of)
                                                : CompletableFuture.completedFuture(
                                                        Optional.<T>empty()))
                        .whenComplete((message, failure) -> polling.set(false)));
    }

    @Override
    public CompletableFuture<List<Long>> position(String topic, List<Integer> vgroupIds) {
        return offsets("position", topic, vgroupIds);
    }

    @Override
    public CompletableFuture<List<Long>> committed(String topic, List<Integer> vgroupIds) {
        return offsets("committed", topic, vgroupIds);
    }

    @Override
    public CompletableFuture<Void> commitOffset(String topic, int vgroupId, long offset) {
        Call call =
                call("commit offset " + offset + " of vgroup " + vgroupId + " of topic " + topic);
        return answered("commit_offset", position(topic, vgroupId, offset), call, answer -> null);
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        return answered(
                "unsubscribe", Json.object(), call("leave the consumer group"), answer -> null);
    }

    @Override
    public void close() {
        channel.closeGently("the consumer was closed");
    }

    private CompletableFuture<List<Long>> offsets(
            String action, String topic, List<Integer> vgroupIds) {
        Call call = call("ask for the " + action + " offsets of topic " + topic);
        ObjectNode args = Json.object();
        ArrayNode asked = args.putArray("topic_vgroup_ids");
        for (int vgroupId : vgroupIds) {
            asked.addObject().put("topic", topic).put("vgroup_id", vgroupId);
        }
        return answered(
                action,
                args,
                call,
                answer -> {
                    JsonNode given = answer.path(action);
                    if (given.size() != vgroupIds.size()) {
                        throw new MalformedMessageException(
                                "asked for "
                                        + vgroupIds.size()
                                        + " offsets, given "
                                        + given.size());
                    }
                    List<Long> offsets = new ArrayList<>(given.size());
                    given.forEach(offset -> offsets.add(offset.asLong()));
                    return List.copyOf(offsets);
                });
    }

    /** Takes the message that a poll announced. */
    private CompletableFuture<TmqMessage> fetch(JsonNode announced) {
        Call call = call("fetch a message of topic " + announced.path("topic").asText());
        long message;
        Kind kind;
        try {
            message = Json.u64(announced.path("message_id"));
            kind = Kind.of(announced.path("message_type").asInt());
        } catch (MalformedMessageException e) {
            return CompletableFuture.failedFuture(malformed(e, call));
        }
        CompletableFuture<TmqData> data =
                kind.hasData ? fetchData(message, call) : CompletableFuture.completedFuture(null);
        boolean fetchMeta = kind.hasMeta && withMeta;
        return data.thenCompose(
                tables ->
                        (fetchMeta
                                        ? fetchMeta(message)
                                        : CompletableFuture.<String>completedFuture(null))
                                .thenApply(meta -> taken(announced, message, kind, tables, meta)));
    }

    private CompletableFuture<TmqData> fetchData(long message, Call call) {
        return channel.fetch("fetch_raw_data", messageId(message), call)
                .thenCompose(
                        answer -> {
                            try {
                                return CompletableFuture.completedFuture(answer.tmqData());
                            } catch (MalformedMessageException e) {
                                return CompletableFuture.failedFuture(malformed(e, call));
                            }
                        });
    }

    private CompletableFuture<String> fetchMeta(long message) {
        Call call = call("fetch the changes of schema of a message");
        return channel.call("fetch_json_meta", messageId(message), call)
                .thenApply(answer -> answer.path("data").toString());
    }

    private TmqMessage taken(
            JsonNode announced,
            long message,
            Kind kind,
            @Nullable TmqData data,
            @Nullable String meta) {
        lastMessage = message;
        List<Block> blocks = new ArrayList<>();
        if (data != null) {
            data.tables().forEach(table -> blocks.add(new Block(table.name(), table.block())));
        }
        long offset = announced.path("offset").asLong();
        long nextOffset = data == null ? -1 : data.nextOffset();
        if (kind == Kind.META && offset > 0) {
            // a change of schema is one entry of the log, and the server tells where it ends
            nextOffset = offset;
            offset--;
        }
        return new TmqMessage(
                announced.path("topic").asText(),
                announced.path("database").asText(),
                announced.path("vgroup_id").asInt(),
                offset,
                nextOffset,
                List.copyOf(blocks),
                meta);
    }

    private static ObjectNode messageId(long message) {
        return Json.putU64(Json.object(), "message_id", message);
    }

    private static ObjectNode position(String topic, int vgroupId, long offset) {
        return Json.object().put("topic", topic).put("vgroup_id", vgroupId).put("offset", offset);
    }

    private Call call(String purpose) {
        return Call.of(purpose, timeout);
    }

    private <T> CompletableFuture<T> answered(
            String action, ObjectNode args, Call call, AnswerReader<T> reader) {
        return Failures.unwrapped(
                channel.call(action, args, call)
                        .thenCompose(
                                answer -> {
                                    try {
                                        return CompletableFuture.completedFuture(
                                                reader.read(answer));
                                    } catch (MalformedMessageException e) {
                                        return CompletableFuture.failedFuture(malformed(e, call));
                                    }
                                }));
    }

    private Throwable malformed(MalformedMessageException cause, Call call) {
        return Failures.malformed(cause, call.purpose(), channel.where(), call.requestId());
    }

    private interface AnswerReader<T> {
        T read(JsonNode answer) throws MalformedMessageException;
    }

    /** What a message consists of. */
    private enum Kind {
        DATA(true, false),
        META(false, true),
        BOTH(true, true);

        private final boolean hasData;
        private final boolean hasMeta;

        Kind(boolean hasData, boolean hasMeta) {
            this.hasData = hasData;
            this.hasMeta = hasMeta;
        }

        static Kind of(int code) throws MalformedMessageException {
            return switch (code) {
                case 1 -> DATA;
                case 2 -> META;
                case 3 -> BOTH;
                default ->
                        throw new MalformedMessageException(
                                "a message is of the unknown type " + code);
            };
        }
    }
}
