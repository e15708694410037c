/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;

/** An answer to a request. */
public final class Reply {

    /** Some requests are not answered. */
    public static final Reply NONE = new Reply(null, null);

    @Nullable private final String text;
    @Nullable private final Bytes binary;

    private Reply(@Nullable String text, @Nullable Bytes binary) {
        this.text = text;
        this.binary = binary;
    }

    public static Reply of(Answer answer) {
        return new Reply(answer.toString(), null);
    }

    public static Reply of(Bytes bytes) {
        return new Reply(null, bytes);
    }

    void send(Socket socket) {
        if (text != null) {
            socket.send(text);
        } else if (binary != null) {
            socket.send(binary);
        }
    }

    void sendHalf(Socket socket) {
        if (text != null) {
            socket.sendHalf(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
        } else if (binary != null) {
            socket.sendHalf(binary.toByteBuffer(), false);
        } else {
            socket.drop();
        }
    }
}
