/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.examples.demo.workload.Poison;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Compares dead letters with the poison: each one once, with its bytes, key and headers. */
@Internal
public final class LetterCheck {

    private LetterCheck() {}

    /** What does not match, one line each; empty if all is well. */
    public static List<String> problems(List<Poison> poison, Collection<DeadLetter> letters) {
        Map<String, DeadLetter> byCoordinates = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (DeadLetter letter : letters) {
            DeadLetter.Origin origin = letter.origin();
            String coordinates =
                    origin.container() + "/" + origin.partition() + "/" + origin.position();
            if (byCoordinates.put(coordinates, letter) != null) {
                problems.add("two letters for the record at " + coordinates);
            }
        }
        for (Poison one : poison) {
            String coordinates = one.topic() + "/" + one.partition() + "/" + one.offset();
            DeadLetter letter = byCoordinates.remove(coordinates);
            if (letter == null) {
                problems.add("no letter for the poison at " + coordinates + ": " + one.kind());
            } else if (!Arrays.equals(letter.value(), one.value())
                    || !Arrays.equals(letter.key(), one.key())
                    || !hasHeader(letter, one.number())) {
                problems.add("the letter of " + coordinates + " is not its record: " + one.kind());
            }
        }
        byCoordinates.forEach(
                (coordinates, letter) ->
                        problems.add(
                                "a letter for the change at "
                                        + coordinates
                                        + ": "
                                        + letter.error().message()));
        return problems;
    }

    private static boolean hasHeader(DeadLetter letter, int number) {
        byte[] expected = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        return letter.headers().stream()
                .anyMatch(
                        header ->
                                header.name().equals(Poison.HEADER)
                                        && Arrays.equals(header.value(), expected));
    }
}
