/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import io.spillway.common.options.DidYouMean;
import io.spillway.tdengine.sql.SqlText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;

/** Properties of a database: the options of CREATE DATABASE by their names, in lower case. */
@Internal
final class DatabaseProperties {

    /** Whose values are texts in quotes. */
    private static final Set<String> TEXTS = Set.of("precision", "cachemodel");

    /** Whose values are numbers, times such as 3650d, or lists of them. */
    private static final Set<String> PLAIN =
            Set.of(
                    "buffer",
                    "cachesize",
                    "comp",
                    "duration",
                    "keep",
                    "maxrows",
                    "minrows",
                    "pages",
                    "pagesize",
                    "replica",
                    "single_stable",
                    "stt_trigger",
                    "tsdb_pagesize",
                    "vgroups",
                    "wal_fsync_period",
                    "wal_level",
                    "wal_retention_period",
                    "wal_retention_size");

    private static final Pattern PLAIN_VALUE = Pattern.compile("-?[0-9]+[a-z]?(,[0-9]+[a-z]?)*");
    private static final Pattern TEXT_VALUE = Pattern.compile("[a-z_]+");

    private DatabaseProperties() {}

    /** Those among what the server tells of a database. */
    static Map<String, String> of(Map<String, String> told) {
        Map<String, String> properties = new TreeMap<>(told);
        properties.keySet().removeIf(key -> !TEXTS.contains(key) && !PLAIN.contains(key));
        return properties;
    }

    /**
     * The options that make them.
     *
     * @throws ValidationException if a database has no such option, or the value cannot be one
     */
    static String sql(Map<String, String> properties) {
        StringBuilder sql = new StringBuilder();
        named(properties)
                .forEach(
                        (name, value) -> {
                            boolean text = TEXTS.contains(name);
                            String trimmed = value.trim().toLowerCase(Locale.ROOT).replace(" ", "");
                            Pattern form = text ? TEXT_VALUE : PLAIN_VALUE;
                            if (!form.matcher(trimmed).matches()) {
                                throw new ValidationException(
                                        "Property '"
                                                + name
                                                + "' is '"
                                                + value
                                                + "', which is no value of a database's option;"
                                                + " write it as CREATE DATABASE of TDengine has it,"
                                                + " without quotes.");
                            }
                            sql.append(' ')
                                    .append(name.toUpperCase(Locale.ROOT))
                                    .append(' ')
                                    .append(text ? SqlText.string(trimmed) : trimmed);
                        });
        return sql.toString();
    }

    /** Those of the new ones that are other than before. */
    static Map<String, String> changed(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changed = named(after);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        return changed;
    }

    private static Map<String, String> named(Map<String, String> properties) {
        Map<String, String> named = new LinkedHashMap<>();
        properties.forEach(
                (key, value) -> {
                    String name = key.toLowerCase(Locale.ROOT).replace('-', '_');
                    if (!TEXTS.contains(name) && !PLAIN.contains(name)) {
                        Set<String> known = new TreeSet<>(PLAIN);
                        known.addAll(TEXTS);
                        throw new ValidationException(
                                "A TDengine database has no property '"
                                        + key
                                        + "'; "
                                        + DidYouMean.hint(name, known));
                    }
                    named.put(name, value);
                });
        return named;
    }
}
