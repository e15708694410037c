/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Rows of the tables that tell consumers and subscriptions. */
final class GroupTables {

    private static final String HOST = "localhost";

    private GroupTables() {}

    static List<Object[]> consumers(Collection<Consumer> consumers, List<Group> groups) {
        List<Object[]> rows = new ArrayList<>();
        for (Consumer consumer : consumers) {
            List<String> topics =
                    groups.stream()
                            .filter(group -> group.members().contains(consumer))
                            .map(group -> group.topic().name())
                            .toList();
            ConsumerConfig config = consumer.config();
            rows.add(
                    new Object[] {
                        id(consumer),
                        config.group(),
                        config.clientId(),
                        consumer.user(),
                        HOST,
                        "ready",
                        String.join(",", topics),
                        consumer.created(),
                        consumer.created(),
                        consumer.created(),
                        "",
                        null
                    });
        }
        return rows;
    }

    static List<Object[]> subscriptions(List<Group> groups) {
        List<Object[]> rows = new ArrayList<>();
        for (Group group : groups) {
            Map<Integer, Consumer> owners = group.owners();
            for (int vgroup : group.topic().vgroupIds()) {
                Consumer owner = owners.get(vgroup);
                Long committed = group.committed(vgroup);
                rows.add(
                        new Object[] {
                            group.topic().name(),
                            group.name(),
                            vgroup,
                            owner == null ? null : id(owner),
                            owner == null ? null : owner.user(),
                            owner == null ? null : HOST,
                            committed == null ? null : "wal:" + committed + "/" + committed,
                            null
                        });
            }
        }
        return rows;
    }

    private static String id(Consumer consumer) {
        return "0x" + Long.toHexString(consumer.id());
    }
}
