/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.event;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader of a bounded source: these vgroups are read to their stop. */
@Internal
public record VgroupsFinishedEvent(List<Integer> vgroupIds) implements SourceEvent {

    public VgroupsFinishedEvent {
        vgroupIds = List.copyOf(vgroupIds);
    }
}
