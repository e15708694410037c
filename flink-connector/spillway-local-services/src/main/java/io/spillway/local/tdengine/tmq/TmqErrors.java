/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.TaosException;

/** What the server and its client library say when a consumer asks for what cannot be. */
final class TmqErrors {

    /** The adapter's code for its own errors. */
    static final int ADAPTER = 0xffff;

    private TmqErrors() {}

    static TaosException adapter(String message) {
        return new TaosException(ADAPTER, message);
    }

    static TaosException consumerNotExist() {
        return new TaosException(0x03e6, "Consumer not exist");
    }

    static TaosException groupUsed() {
        return new TaosException(0x03ec, "Consumer group being used by some consumer");
    }

    static TaosException noCommittedOffset() {
        return new TaosException(0x0a0d, "TQ no committed offset");
    }

    static TaosException mismatch() {
        return new TaosException(0x4001, "Consumer mismatch");
    }

    static TaosException tooManyGroups() {
        return new TaosException(0x4005, "Group num out of range 100");
    }

    static TaosException outOfRange() {
        return new TaosException(0x4007, "Offset out of range");
    }

    static TaosException foreignVgroup() {
        return new TaosException(0x4008, "VgId does not belong to this consumer");
    }

    static TaosException foreignTopic() {
        return new TaosException(0x4009, "Topic does not belong to this consumer");
    }

    static TaosException notInitialized() {
        return new TaosException(0x4010, "Assignment or poll interface need to be called first");
    }

    static TaosException notSubscribed() {
        return new TaosException(0x4017, "Invalid status, please subscribe topic first");
    }
}
