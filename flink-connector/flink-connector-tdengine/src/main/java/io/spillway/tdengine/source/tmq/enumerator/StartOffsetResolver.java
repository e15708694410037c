/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.split.TmqPosition;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import javax.annotation.Nullable;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where a vgroup is read from, and notices when that is no longer there: asked for an offset
 * that its log does not have any more, the server would go on behind the gap without a word.
 */
final class StartOffsetResolver {

    private static final Logger LOG = LoggerFactory.getLogger(StartOffsetResolver.class);

    private final TmqSourceConfig config;
    private final Runnable onLoss;

    /**
     * @param onLoss run each time rows are lost and the job goes on without
     */
    StartOffsetResolver(TmqSourceConfig config, Runnable onLoss) {
        this.config = config;
        this.onLoss = onLoss;
    }

    /**
     * @param saved restored state, null if there is none about this vgroup
     * @param firstStart whether the job had no state at all
     * @throws FlinkRuntimeException if rows are lost and the job shall fail
     */
    TmqSplit resolve(OwnedVgroup vgroup, @Nullable TmqSplit saved, boolean firstStart) {
        long stop = stopOf(vgroup, saved);
        if (saved != null && saved.position().offset() >= stop) {
            return split(vgroup, saved.position(), stop);
        }
        TmqPosition wanted =
                saved == null ? TmqPosition.at(start(vgroup, firstStart)) : saved.position();
        if (wanted.offset() < vgroup.begin()) {
            lost(vgroup, "is to be read from offset %d, the oldest its log has is %d", wanted);
            wanted = TmqPosition.at(vgroup.begin());
        } else if (wanted.offset() > vgroup.end()) {
            lost(
                    vgroup,
                    "is to be read from offset %d, but its log begins at %d and ends before that: was"
                            + " the database made anew?",
                    wanted);
            wanted = TmqPosition.at(vgroup.begin());
        }
        return split(vgroup, wanted, stop);
    }

    /** A vgroup that state is about is gone from the topic. */
    void vgroupGone(TmqSplit saved) {
        fail(
                String.format(
                        "Vgroup %d of topic '%s' is gone, which was to be read from offset %s",
                        saved.vgroupId(), config.topic(), saved.position()));
    }

    private long stopOf(OwnedVgroup vgroup, @Nullable TmqSplit saved) {
        if (!config.bounded()) {
            return TmqSplit.NEVER;
        }
        return saved != null && saved.stopOffset() != TmqSplit.NEVER
                ? saved.stopOffset()
                : vgroup.end();
    }

    private long start(OwnedVgroup vgroup, boolean firstStart) {
        if (!firstStart) {
            return vgroup.begin();
        }
        StartingOffsets start = config.start();
        Long offset =
                switch (start.kind()) {
                    case COMMITTED -> vgroup.committed();
                    case SPECIFIC -> start.specificOffset(vgroup.vgroupId());
                    case EARLIEST, LATEST -> null;
                };
        if (offset != null) {
            return offset;
        }
        return start.otherwise() == StartingOffsets.Kind.LATEST ? vgroup.end() : vgroup.begin();
    }

    private void lost(OwnedVgroup vgroup, String what, TmqPosition wanted) {
        fail(
                "Vgroup "
                        + vgroup.vgroupId()
                        + " of topic '"
                        + config.topic()
                        + "' "
                        + String.format(what, wanted.offset(), vgroup.begin()));
    }

    private void fail(String what) {
        if (config.onDataLoss() == OnDataLoss.FAIL) {
            throw new FlinkRuntimeException(
                    what
                            + ". Set 'scan.on-data-loss' to 'earliest' to go on with what is left,"
                            + " and raise the database's WAL_RETENTION_PERIOD above the longest"
                            + " time the job may stand still");
        }
        LOG.warn("{}; going on with what is left", what);
        onLoss.run();
    }

    private TmqSplit split(OwnedVgroup vgroup, TmqPosition position, long stop) {
        return new TmqSplit(config.topic(), vgroup.vgroupId(), position, stop);
    }
}
