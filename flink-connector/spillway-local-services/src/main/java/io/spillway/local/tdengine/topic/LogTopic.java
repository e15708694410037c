/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.storage.Wal;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** A topic of any kind; what it shows of a submit is up to its view. */
final class LogTopic implements Topic {

    private static final int ENTRIES_AT_ONCE = 1024;

    private final TopicDefinition definition;
    private final Database database;
    private final List<Vgroup> vgroups;
    private final TopicView view;

    LogTopic(TopicDefinition definition, Database database, List<Vgroup> vgroups, TopicView view) {
        this.definition = definition;
        this.database = database;
        this.vgroups = vgroups;
        this.view = view;
    }

    TopicDefinition definition() {
        return definition;
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public String database() {
        return database.name();
    }

    @Override
    public int precision() {
        return database.precision().code();
    }

    @Override
    public boolean withMeta() {
        return definition.withMeta();
    }

    @Override
    public boolean withTableName() {
        return definition.kind() != TopicDefinition.Kind.COLUMN;
    }

    @Override
    public List<Integer> vgroupIds() {
        return vgroups.stream().map(Vgroup::id).sorted().toList();
    }

    private Wal wal(int vgroupId) {
        for (Vgroup vgroup : vgroups) {
            if (vgroup.id() == vgroupId) {
                return vgroup.wal();
            }
        }
        throw new IllegalArgumentException(
                "vgroup " + vgroupId + " holds nothing of topic " + name());
    }

    @Override
    public long begin(int vgroupId) {
        return wal(vgroupId).begin();
    }

    @Override
    public long end(int vgroupId) {
        return wal(vgroupId).end();
    }

    @Override
    public List<Entry> read(int vgroupId, long offset, int maxRows) {
        Wal wal = wal(vgroupId);
        List<Entry> entries = new ArrayList<>();
        int rows = 0;
        long next = offset;
        while (rows < maxRows) {
            List<Wal.Entry> logged = wal.read(next, ENTRIES_AT_ONCE);
            if (logged.isEmpty()) {
                break;
            }
            for (Wal.Entry entry : logged) {
                Entry shown = entry(entry);
                entries.add(shown);
                next = entry.version() + 1;
                for (Block block : shown.blocks()) {
                    rows += block.rows().size();
                }
                if (rows >= maxRows) {
                    break;
                }
            }
        }
        return entries;
    }

    private Entry entry(Wal.Entry logged) {
        if (logged.content() instanceof LogRecord.Change change) {
            return new Entry(logged.version(), List.of(), meta(change));
        }
        if (logged.content() instanceof LogRecord.Submit submit) {
            List<Block> blocks = new ArrayList<>();
            for (LogRecord.Rows rows : submit.tables()) {
                Block block = view.show(rows);
                if (block != null) {
                    blocks.add(block);
                }
            }
            String meta = null;
            for (LogRecord.Change created : submit.created()) {
                meta = meta == null ? meta(created) : meta;
            }
            return new Entry(logged.version(), blocks, meta);
        }
        return new Entry(logged.version(), List.of(), null);
    }

    @Nullable
    private String meta(LogRecord.Change change) {
        return withMeta() && view.showsChangesOf(change.superTable()) ? change.json() : null;
    }

    @Override
    public void appendMark(int vgroupId) {
        wal(vgroupId).append(new LogRecord.Mark());
    }

    @Override
    public AutoCloseable onAppend(Runnable listener) {
        vgroups.forEach(vgroup -> vgroup.wal().listen(listener));
        return () -> vgroups.forEach(vgroup -> vgroup.wal().unlisten(listener));
    }
}
