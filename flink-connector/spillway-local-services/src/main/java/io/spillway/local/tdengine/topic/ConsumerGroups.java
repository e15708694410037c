/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.engine.TaosException;
import java.util.List;

/** What the engine asks the side that keeps consumer groups. */
public interface ConsumerGroups {

    /** Nobody subscribes to anything. */
    ConsumerGroups NONE =
            new ConsumerGroups() {
                @Override
                public boolean isSubscribed(String topic) {
                    return false;
                }

                @Override
                public void dropTopic(String topic) {
                    // there is nothing to forget
                }

                @Override
                public boolean dropGroup(String group, String topic, boolean force) {
                    return false;
                }

                @Override
                public List<Object[]> subscriptions() {
                    return List.of();
                }

                @Override
                public List<Object[]> consumers() {
                    return List.of();
                }
            };

    /** Whether a consumer holds the topic, so that it may only be dropped with FORCE. */
    boolean isSubscribed(String topic);

    /** Told after a topic was dropped. */
    void dropTopic(String topic);

    /**
     * @return false if there is no such group on the topic
     * @throws TaosException {@code 0x03ec} if a consumer is in the group and force is not set
     */
    boolean dropGroup(String group, String topic, boolean force) throws TaosException;

    /** Rows of {@code information_schema.ins_subscriptions}. */
    List<Object[]> subscriptions();

    /** Rows of {@code performance_schema.perf_consumers}. */
    List<Object[]> consumers();
}
