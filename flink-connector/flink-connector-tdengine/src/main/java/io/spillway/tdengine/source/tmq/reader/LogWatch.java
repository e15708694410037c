/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices rows that left the log before they were read. Task thread only. */
final class LogWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    private final TmqSourceConfig config;
    private final TmqSourceMetrics metrics;

    LogWatch(TmqSourceConfig config, TmqSourceMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /** A message came that is next for its vgroup. */
    void onMessage(Received.Message message, VgroupState vgroup) throws IOException {
        TmqMessage content = message.content();
        if (content.offset() < vgroup.offset()) {
            throw new IOException(
                    "The server went back in vgroup "
                            + content.vgroupId()
                            + " of topic '"
                            + content.topic()
                            + "': to offset "
                            + content.offset()
                            + " when "
                            + vgroup.offset()
                            + " was next; the vgroup was moved between members of the consumer"
                            + " group. The job starts over from its last checkpoint");
        }
        check(vgroup, message.begin(), content.offset());
    }

    /** The server is at a place in a vgroup of which no message is under way. */
    void onPlace(Received.Place place, VgroupState vgroup) throws IOException {
        check(vgroup, place.begin(), place.position());
    }

    private void check(VgroupState vgroup, long begin, long nowAt) throws IOException {
        if (begin <= vgroup.offset()) {
            return;
        }
        String what =
                "Rows of vgroup "
                        + vgroup.vgroupId()
                        + " of topic '"
                        + config.topic()
                        + "' left the log before they were read: offset "
                        + vgroup.offset()
                        + " was next, the oldest the log has is "
                        + begin
                        + ", reading is at "
                        + nowAt;
        if (config.onDataLoss() == OnDataLoss.FAIL) {
            throw new IOException(
                    what
                            + ". Set 'scan.on-data-loss' to 'earliest' to go on with what is left,"
                            + " and raise the database's WAL_RETENTION_PERIOD above the longest"
                            + " time the job may lag behind");
        }
        LOG.warn("{}; going on with what is left", what);
        metrics.dataLost();
        // what is left of the message that a checkpoint cut cannot be told from what was done
        vgroup.moveTo(vgroup.offset(), 0, 0);
    }
}
