/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the readers were given, held against what the topic has.
 *
 * @param given all vgroups that some reader was given
 * @param missing vgroups of the topic that no reader was given
 * @param shared vgroups that more than one reader believes to have
 * @param unlisted vgroups given to a reader though the topic was not seen to have them
 * @param failures why readers could not join
 */
record Coverage(
        Set<Integer> given,
        Set<Integer> missing,
        Set<Integer> shared,
        Set<Integer> unlisted,
        List<String> failures) {

    static Coverage of(Collection<SubscribedEvent> reports, TopicVgroups topic) {
        Set<Integer> given = new TreeSet<>();
        Set<Integer> shared = new TreeSet<>();
        List<String> failures = new ArrayList<>();
        for (SubscribedEvent report : reports) {
            if (report.failure() != null) {
                failures.add(report.failure());
            }
            for (OwnedVgroup vgroup : report.vgroups()) {
                if (!given.add(vgroup.vgroupId())) {
                    shared.add(vgroup.vgroupId());
                }
            }
        }
        Set<Integer> missing = new TreeSet<>(topic.vgroupIds());
        missing.removeAll(given);
        Set<Integer> unlisted = new TreeSet<>(given);
        unlisted.removeAll(topic.vgroupIds());
        return new Coverage(given, missing, shared, unlisted, failures);
    }

    /** Whether no vgroup has two readers and none is unknown. */
    boolean sound() {
        return failures.isEmpty() && shared.isEmpty() && unlisted.isEmpty();
    }

    /** Whether each vgroup has one reader. */
    boolean complete() {
        return sound() && missing.isEmpty();
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        if (!missing.isEmpty()) {
            text.append("vgroups ").append(missing).append(" were given to none of them; ");
        }
        if (!shared.isEmpty()) {
            text.append("vgroups ").append(shared).append(" were still on their way between two; ");
        }
        if (!unlisted.isEmpty()) {
            text.append("vgroups ").append(unlisted).append(" are new; ");
        }
        if (!failures.isEmpty()) {
            text.append("a reader could not join: ").append(failures.get(0)).append("; ");
        }
        return text.isEmpty() ? "all vgroups were given" : text.substring(0, text.length() - 2);
    }
}
