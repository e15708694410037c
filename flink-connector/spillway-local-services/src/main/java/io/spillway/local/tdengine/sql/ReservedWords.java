/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import java.util.Set;

/** Words that are names only between back quotes. */
final class ReservedWords {

    private static final Set<String> WORDS =
            Set.of(
                    """
                    account accounts add aggregate alive all alter analyze and anode anodes
                    anomaly_window anti any apps arbgroups as asc asof assign auto balance
                    batch_scan between bigint binary blob bnode bnodes bool both buffer bufsize
                    bwlimit by cache cachemodel cachesize calc_notify_only case cast child
                    client_version cluster cols column comment comp compact compact_interval
                    compact_time_offset compact_time_range compacts composite connection
                    connections conns consumer consumers contains count count_window create
                    createdb current_user database databases dbs decimal delete delete_mark
                    delete_output_table delete_recalc desc describe disk_info distinct
                    distributed dnode dnodes double drop duration else enable encrypt_algorithm
                    encrypt_key encryptions event_type event_window every exists expired_time
                    explain fill fill_history fill_history_first first float flush force
                    force_output from full function functions geometry grant grants group
                    hash_join having host if ignore ignore_disorder ignore_nodata_trigger in
                    index indexes inner insert int integer interval into is is_import jlimit
                    join json keep keep_time_offset kill language last last_row leader leading
                    left licences like limit linear local logs low_latency_calc machines match
                    max_delay maxrows mediumblob merge meta meta_only minrows minus mnode mnodes
                    modify mount mounts nchar near next nmatch no_batch_scan none normal not
                    notify notify_history notify_options now null null_f nulls offset on only or
                    order outer output_subtable outputtype pages pagesize para_tables_sort
                    partition partition_first pass period pi port position pps pre_filter
                    precision prev primary privileges qnode qnodes qtime queries query rand
                    range ratio read recalculate recursive redistribute regexp rename replace
                    replica replicas reset restore retentions revoke right rollup schemaless
                    scores select server_status server_version session set show single_stable
                    skip_tsma sliding slimit sma smalldata_ts_sort smallint snode snodes soffset
                    sort_for_group split ss_chunkpages ss_compact ss_keeplocal ssmigrate stable
                    stables start state state_window stop storage stream stream_options streams
                    stt_trigger subscribe subscriptions substr substring sysinfo system table
                    table_prefix table_suffix tables tag tags then timestamp timezone tinyint to
                    today topic topics trailing transaction transactions trim trows true_for
                    tsdb_pagesize tseries tsma tsmas ttl union unsafe unsigned untreated update
                    use user users using value value_f varbinary varchar variables verbose
                    vgroup vgroups views virtual vnode vnodes vtable vtables wal_fsync_period
                    wal_level wal_retention_period wal_retention_size wal_roll_period
                    wal_segment_size watermark when where window window_close window_offset
                    window_open with write
                    """
                            .strip()
                            .split("\\s+"));

    private ReservedWords() {}

    /**
     * @param word in lower case
     */
    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
