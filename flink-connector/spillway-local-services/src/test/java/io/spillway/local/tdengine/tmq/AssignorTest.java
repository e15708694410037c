/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignorTest {

    private static final List<Integer> VGROUPS = List.of(6, 7, 8, 9);

    @ParameterizedTest
    @CsvSource({"1, 4", "2, '2,2'", "3, '1,1,2'", "4, '1,1,1,1'", "6, '0,0,1,1,1,1'"})
    void vgroupsAreSpreadEvenly(int consumers, String shares) {
        List<Integer> names = names(consumers);
        Map<Integer, Integer> owners = Assignor.assign(VGROUPS, Map.of(), names);
        assertThat(owners.keySet()).containsExactlyInAnyOrderElementsOf(VGROUPS);
        List<String> counts = new ArrayList<>();
        for (int name : names) {
            counts.add(Integer.toString(Collections.frequency(owners.values(), name)));
        }
        Collections.sort(counts);
        assertThat(String.join(",", counts)).isEqualTo(shares);
    }

    @Test
    void whoStaysKeepsWhatItHas() {
        Map<Integer, Integer> three = Assignor.assign(VGROUPS, Map.of(), names(3));
        Map<Integer, Integer> two = Assignor.assign(VGROUPS, three, names(2));
        three.forEach(
                (vgroup, owner) -> {
                    if (owner < 2 && Collections.frequency(three.values(), owner) <= 2) {
                        assertThat(two).containsEntry(vgroup, owner);
                    }
                });
        assertThat(Assignor.assign(VGROUPS, two, names(2))).isEqualTo(two);
        assertThat(Assignor.assign(VGROUPS, two, List.<Integer>of())).isEmpty();
    }

    private static List<Integer> names(int count) {
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i);
        }
        return names;
    }
}
