/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.storage.LogRecord;
import javax.annotation.Nullable;

/** What a topic shows of its database. */
interface TopicView {

    /** Null if nothing of the rows belongs to the topic. */
    @Nullable
    Topic.Block show(LogRecord.Rows rows);

    /**
     * @param superTable null for normal tables
     */
    boolean showsChangesOf(@Nullable String superTable);
}
