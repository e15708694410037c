/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import javax.annotation.Nullable;

/** What the consumer of one connection asks for. Thread-safe. */
final class TmqCalls {

    /** Topics of longer names can be made. */
    private static final int MAX_TOPIC_BYTES = 64;

    private final Engine engine;
    private final GroupRegistry groups;
    private final String version;
    private final Runnable freeze;
    private final PolledMessage polled = new PolledMessage();
    @Nullable private volatile Consumer consumer;
    private boolean subscribed;
    private boolean closed;

    TmqCalls(Engine engine, GroupRegistry groups, String version, Runnable freeze) {
        this.freeze = freeze;
        this.engine = engine;
        this.groups = groups;
        this.version = version;
    }

    Reply answer(Incoming request) throws TaosException {
        try {
            return answerOrWait(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TmqErrors.adapter("server closed");
        }
    }

    private Reply answerOrWait(Incoming request) throws TaosException, InterruptedException {
        return switch (request.action()) {
            case "version" -> Reply.of(Answer.to(request).put("version", version));
            case "subscribe" -> subscribe(request);
            case "unsubscribe" -> unsubscribe(request);
            case "list_topics" ->
                    Reply.of(Answer.to(request).putTexts("topics", consumer().topics()));
            case "poll" -> poll(request);
            case "fetch_raw_data" -> Reply.of(polled.data(request, request.unsigned("message_id")));
            case "fetch_json_meta" -> Reply.of(polled.meta(request, consumer().config()));
            case "assignment" -> assignment(request);
            case "seek" -> {
                consumer().seek(topic(request), vgroup(request), offset(request));
                yield Reply.of(Answer.to(request));
            }
            case "position" -> offsets(request, "position", false);
            case "committed" -> offsets(request, "committed", true);
            case "commit" -> {
                consumer().commit();
                yield Reply.of(
                        Answer.to(request)
                                .putUnsigned("message_id", request.unsigned("message_id")));
            }
            case "commit_offset" -> {
                consumer().commit(topic(request), vgroup(request), offset(request));
                yield Reply.of(
                        Answer.to(request)
                                .put("topic", topic(request))
                                .put("vgroup_id", vgroup(request))
                                .put("offset", offset(request)));
            }
            default -> Reply.NONE;
        };
    }

    private synchronized Reply subscribe(Incoming request)
            throws TaosException, InterruptedException {
        if (subscribed) {
            throw TmqErrors.adapter("tmq should have unsubscribed first");
        }
        List<String> topics = new ArrayList<>();
        request.args().path("topics").forEach(topic -> topics.add(topic.asText()));
        for (String topic : topics) {
            if (topic.getBytes(StandardCharsets.UTF_8).length > MAX_TOPIC_BYTES) {
                throw new TaosException(0x0118, "Invalid parameters");
            }
        }
        Consumer joining = consumer;
        if (joining == null) {
            ConsumerConfig config = ConsumerConfig.parse(request.args());
            joining = newConsumer(request.text("user"), request.text("password"), config);
        }
        groups.join(joining, topics);
        consumer = joining;
        subscribed = true;
        if (closed) {
            groups.leave(joining);
        }
        return Reply.of(Answer.to(request).put("version", version));
    }

    private Consumer newConsumer(String user, String password, ConsumerConfig config)
            throws TaosException {
        try {
            engine.authenticate(user, password);
        } catch (TaosException e) {
            // the adapter loses the code on this way
            throw TmqErrors.adapter(e.getMessage());
        }
        return GroupRegistry.newConsumer(user, config, freeze);
    }

    private synchronized Reply unsubscribe(Incoming request) throws TaosException {
        Consumer leaving = consumer();
        groups.leave(leaving);
        leaving.subscribed(List.of());
        polled.clear();
        subscribed = false;
        return Reply.of(Answer.to(request));
    }

    /** The connection is gone. */
    void close() {
        Consumer leaving = consumer;
        if (leaving != null) {
            leaving.close();
            groups.leave(leaving);
        }
        synchronized (this) {
            closed = true;
            if (consumer != null && consumer != leaving) {
                consumer.close();
                groups.leave(consumer);
            }
        }
    }

    private Reply poll(Incoming request) throws TaosException, InterruptedException {
        Consumer polling = consumer;
        if (polling == null) {
            return Reply.NONE; // polls begin with the first subscribe
        }
        JsonNode last = request.args().path("message_id");
        if (last.isMissingNode()
                || last.isNull()
                || polled.isNewest(request.unsigned("message_id"))) {
            Duration patience =
                    Duration.ofMillis(Math.max(0, request.args().path("blocking_time").asLong(0)));
            Message message = polling.poll(patience);
            if (polling.isClosed()) {
                return Reply.NONE;
            }
            if (message == null) {
                return Reply.of(PolledMessage.none(request));
            }
            polled.set(message);
        }
        return Reply.of(polled.announce(request));
    }

    private Reply assignment(Incoming request) throws TaosException {
        StringJoiner json = new StringJoiner(",", "[", "]");
        for (Assignment each : consumer().assignment(topic(request))) {
            json.add(
                    "{\"vgroup_id\":"
                            + each.vgroup()
                            + ",\"offset\":"
                            + each.offset()
                            + ",\"begin\":"
                            + each.begin()
                            + ",\"end\":"
                            + each.end()
                            + "}");
        }
        return Reply.of(Answer.to(request).putRaw("assignment", json.toString()));
    }

    private Reply offsets(Incoming request, String name, boolean committed) throws TaosException {
        JsonNode wanted = request.args().path("topic_vgroup_ids");
        long[] offsets = new long[wanted.size()];
        for (int i = 0; i < offsets.length; i++) {
            String topic = wanted.get(i).path("topic").asText();
            int vgroup = wanted.get(i).path("vgroup_id").asInt();
            offsets[i] = consumer().position(topic, vgroup, committed);
        }
        return Reply.of(Answer.to(request).putNumbers(name, offsets));
    }

    private Consumer consumer() throws TaosException {
        Consumer present = consumer;
        if (present == null) {
            throw TmqErrors.adapter("tmq not init");
        }
        return present;
    }

    private static String topic(Incoming request) {
        return request.text("topic");
    }

    private static int vgroup(Incoming request) {
        return request.integer("vgroup_id");
    }

    private static long offset(Incoming request) {
        return request.args().path("offset").asLong();
    }
}
