/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Where letters begin: their Flink type, the side output that carries them, and their builder. */
@PublicEvolving
public final class DeadLetters {

    /** Flink's type of {@link DeadLetter}: compact and versioned, safe in state and on the wire. */
    public static final TypeInformation<DeadLetter> TYPE = new DeadLetterTypeInfo();

    /** The side output of Spillway's DataStream operators. */
    public static final OutputTag<DeadLetter> TAG = new OutputTag<>("dead-letters", TYPE);

    private DeadLetters() {}

    /**
     * Begins a letter about a record.
     *
     * @param origin where the record was read from, or was to go
     * @param stage the step that failed
     */
    public static DeadLetterBuilder builder(DeadLetter.Origin origin, DeadLetter.Stage stage) {
        return new DeadLetterBuilder(origin, stage);
    }
}
