/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spreads vgroups over consumers, and moves as few as it can. */
final class Assignor {

    private Assignor() {}

    /**
     * Tells who is to have each vgroup.
     *
     * @param owners who has them now
     * @param consumers in the order they came
     */
    static <C> Map<Integer, C> assign(
            List<Integer> vgroups, Map<Integer, C> owners, List<C> consumers) {
        Map<Integer, C> assigned = new LinkedHashMap<>();
        if (consumers.isEmpty()) {
            return assigned;
        }
        int share = vgroups.size() / consumers.size();
        int larger = vgroups.size() % consumers.size();
        Map<C, Integer> counts = new HashMap<>();
        Deque<Integer> free = new ArrayDeque<>();
        for (int vgroup : vgroups) {
            C owner = owners.get(vgroup);
            int count = counts.getOrDefault(owner, 0);
            boolean keeps = owner != null && consumers.contains(owner);
            if (keeps && count < share) {
                counts.put(owner, count + 1);
                assigned.put(vgroup, owner);
            } else if (keeps && count == share && larger > 0) {
                larger--;
                counts.put(owner, count + 1);
                assigned.put(vgroup, owner);
            } else {
                free.add(vgroup);
            }
        }
        List<C> hungry = new ArrayList<>(consumers);
        while (!free.isEmpty()) {
            C next = null;
            for (C consumer : hungry) {
                if (next == null
                        || counts.getOrDefault(consumer, 0) < counts.getOrDefault(next, 0)) {
                    next = consumer;
                }
            }
            counts.merge(next, 1, Integer::sum);
            assigned.put(free.poll(), next);
        }
        return assigned;
    }
}
