/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns of the server's own tables. */
final class SystemSchema {

    static final List<ColumnSpec> DATABASES =
            columns(
                    "name varchar:64, create_time timestamp, vgroups int, ntables bigint, replica"
                            + " tinyint, strict varchar:4, duration varchar:10, keep varchar:32,"
                            + " buffer int, pagesize int, pages int, minrows int, maxrows int, comp"
                            + " tinyint, precision varchar:2, status varchar:10, retentions"
                            + " varchar:60, single_stable bool, cachemodel varchar:11, cachesize"
                            + " int, wal_level tinyint, wal_fsync_period int, wal_retention_period"
                            + " int, wal_retention_size bigint, stt_trigger smallint, table_prefix"
                            + " smallint, table_suffix smallint, tsdb_pagesize int,"
                            + " keep_time_offset int, ss_chunkpages int, ss_keeplocal varchar:10,"
                            + " ss_compact tinyint, with_arbitrator tinyint, encrypt_algorithm"
                            + " varchar:16, compact_interval varchar:12, compact_time_range"
                            + " varchar:24, compact_time_offset varchar:4");
    static final List<ColumnSpec> TABLES =
            columns(
                    "table_name varchar:192, db_name varchar:64, create_time timestamp, columns"
                            + " int, stable_name varchar:192, uid bigint, vgroup_id int, ttl int,"
                            + " table_comment varchar:1024, type varchar:21");
    static final List<ColumnSpec> STABLES =
            columns(
                    "stable_name varchar:192, db_name varchar:64, create_time timestamp, columns"
                            + " int, tags int, last_update timestamp, table_comment varchar:1024,"
                            + " watermark varchar:64, max_delay varchar:64, rollup varchar:128,"
                            + " uid bigint, isvirtual bool, keep bigint");
    static final List<ColumnSpec> VGROUPS =
            columns(
                    "vgroup_id int, db_name varchar:64, tables int, v1_dnode smallint, v1_status"
                            + " varchar:9, v1_applied/committed varchar:41, v2_dnode smallint,"
                            + " v2_status varchar:9, v2_applied/committed varchar:41, v3_dnode"
                            + " smallint, v3_status varchar:9, v3_applied/committed varchar:41,"
                            + " v4_dnode smallint, v4_status varchar:9, v4_applied/committed"
                            + " varchar:41, cacheload int, cacheelements int, tsma tinyint,"
                            + " mount_vgroup_id int");
    static final List<ColumnSpec> COLUMNS =
            columns(
                    "table_name varchar:192, db_name varchar:64, table_type varchar:21, col_name"
                            + " varchar:64, col_type varchar:32, col_length int, col_precision"
                            + " int, col_scale int, col_nullable int, col_source varchar:258,"
                            + " col_id smallint");
    static final List<ColumnSpec> TAGS =
            columns(
                    "table_name varchar:192, db_name varchar:64, stable_name varchar:192,"
                            + " tag_name varchar:64, tag_type varchar:32, tag_value"
                            + " varchar:16384");
    static final List<ColumnSpec> TOPICS =
            columns(
                    "topic_name varchar:192, db_name varchar:64, create_time timestamp, sql"
                            + " varchar:2048, schema varchar:65517, meta varchar:4, type"
                            + " varchar:8");
    static final List<ColumnSpec> VIEWS =
            columns(
                    "view_name varchar:192, db_name varchar:64, effective_user varchar:24,"
                            + " create_time timestamp, type varchar:128, query_sql varchar:2048,"
                            + " parameters varchar:2048, default_values varchar:2048,"
                            + " target_table varchar:192");
    static final List<ColumnSpec> SUBSCRIPTIONS =
            columns(
                    "topic_name varchar:205, consumer_group varchar:193, vgroup_id int,"
                            + " consumer_id varchar:256, user varchar:24, fqdn varchar:128, offset"
                            + " varchar:64, rows bigint");
    static final List<ColumnSpec> CONSUMERS =
            columns(
                    "consumer_id varchar:32, consumer_group varchar:193, client_id varchar:256,"
                            + " user varchar:24, fqdn varchar:128, status varchar:20, topics"
                            + " varchar:205, up_time timestamp, subscribe_time timestamp,"
                            + " rebalance_time timestamp, parameters varchar:192, poll_time timestamp");
    static final List<ColumnSpec> DESCRIBE =
            columns(
                    "field varchar:325, type varchar:20, length int, note varchar:16, encode"
                            + " varchar:12, compress varchar:12, level varchar:12");
    static final List<ColumnSpec> DESCRIBE_SYSTEM = DESCRIBE.subList(0, 4);

    private SystemSchema() {}

    static List<ColumnSpec> columns(String text) {
        List<ColumnSpec> columns = new ArrayList<>();
        for (String column : text.split(", *")) {
            String[] parts = column.trim().split("[ :]");
            ValueType type = ValueType.valueOf(parts[1].toUpperCase(Locale.ROOT));
            int length = parts.length == 3 ? Integer.parseInt(parts[2]) : type.width();
            columns.add(new ColumnSpec(parts[0], type, length, 0, 0));
        }
        return columns;
    }
}
