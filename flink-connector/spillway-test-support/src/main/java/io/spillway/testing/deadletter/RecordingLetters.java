/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.deadletter;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps dead letters, and tells which were flushed. */
public final class RecordingLetters implements DeadLetterWriter {

    private final List<DeadLetter> written = new ArrayList<>();
    private final List<DeadLetter> durable = new ArrayList<>();
    private boolean open;
    private boolean broken;

    @Override
    public void open() {
        open = true;
    }

    @Override
    public void write(DeadLetter letter) {
        written.add(letter);
    }

    @Override
    public void flush() throws IOException {
        if (broken) {
            throw new IOException("the target is gone");
        }
        durable.clear();
        durable.addAll(written);
    }

    @Override
    public void close() {
        open = false;
    }

    /** Makes every flush fail. */
    public void breakTarget() {
        broken = true;
    }

    public List<DeadLetter> durable() {
        return durable;
    }

    public boolean isOpen() {
        return open;
    }
}
