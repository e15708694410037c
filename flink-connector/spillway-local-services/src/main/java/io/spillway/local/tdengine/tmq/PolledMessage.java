/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Bytes;
import io.spillway.local.tdengine.wire.Incoming;
import java.util.List;
import javax.annotation.Nullable;

/** The message a connection polled last: it can be fetched until the next. Thread-safe. */
final class PolledMessage {

    @Nullable private Message message;
    private long id;

    synchronized void set(Message polled) {
        message = polled;
        id++;
    }

    synchronized void clear() {
        message = null;
    }

    /** Whether a client that has a message has the last one. */
    synchronized boolean isNewest(long clientsId) {
        return message == null || clientsId == id;
    }

    /** The answer to a poll. */
    synchronized Answer announce(Incoming request) {
        return Answer.to(request)
                .put("have_message", true)
                .put("topic", message.group().topic().name())
                .put("database", message.group().topic().database())
                .put("vgroup_id", message.vgroup())
                .put("message_type", message.type())
                .putUnsigned("message_id", id)
                .put("offset", message.offset());
    }

    /** The answer to a poll that found nothing. */
    static Answer none(Incoming request) {
        return Answer.to(request)
                .put("have_message", false)
                .put("topic", "")
                .put("database", "")
                .put("vgroup_id", 0)
                .put("message_type", 0)
                .put("message_id", 0)
                .put("offset", 0);
    }

    synchronized Bytes data(Incoming request, long wanted) throws TaosException {
        require(wanted);
        if (message.type() == Message.META) {
            throw TmqErrors.adapter("the bytes of a meta message are not covered");
        }
        return TopicFrames.data(request, id, message);
    }

    synchronized Answer meta(Incoming request, ConsumerConfig config) throws TaosException {
        if (message != null && message.type() == Message.DATA) {
            throw TmqErrors.adapter("message type can not get meta, type: " + message.type());
        }
        require(request.unsigned("message_id"));
        List<String> metas = message.metas();
        boolean batch = config.batchMeta() && message.type() == Message.META;
        return Answer.to(request)
                .putUnsigned("message_id", id)
                .putRaw(
                        "data",
                        batch
                                ? "{\"tmq_meta_version\":\"1.0\",\"metas\":["
                                        + String.join(",", metas)
                                        + "]}"
                                : metas.get(0));
    }

    private void require(long wanted) throws TaosException {
        if (message == null) {
            throw TmqErrors.adapter("message has been freed");
        }
        if (wanted != id) {
            throw TmqErrors.adapter("message ID is not equal");
        }
    }
}
