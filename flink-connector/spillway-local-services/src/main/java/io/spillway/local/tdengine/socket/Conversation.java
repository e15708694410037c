/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

/** What is spoken on one WebSocket. Called by one thread at a time, which must not block. */
public interface Conversation {

    void onText(String text);

    /**
     * @param bytes the receiver's own
     */
    void onBinary(byte[] bytes);

    /** The connection is gone; called once. */
    void onClosed();

    /** Opens the conversation of a new connection. */
    interface Factory {
        Conversation open(Socket socket);
    }
}
