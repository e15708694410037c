/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.common.options.DidYouMean;
import io.spillway.jobs.yaml.YamlBlock;
import io.spillway.jobs.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** Reads {@code columns}: a Flink SQL type per name, optionally {@code METADATA FROM 'key'}. */
@Internal
final class ColumnReader {

    private static final Pattern COLUMN =
            Pattern.compile("(?is)(.*?)(\\s+METADATA(?:\\s+FROM\\s+'([^']*)')?)?");

    private static final List<String> TYPES =
            List.of(
                    "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INT",
                    "BIGINT",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL",
                    "CHAR",
                    "VARCHAR",
                    "STRING",
                    "BINARY",
                    "VARBINARY",
                    "BYTES",
                    "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "TIMESTAMP_LTZ");

    private final YamlBlock block;
    private final List<String> primaryKey;

    ColumnReader(YamlBlock block, List<String> primaryKey) {
        this.block = block;
        this.primaryKey = primaryKey;
    }

    List<ColumnConfig> read() {
        List<ColumnConfig> columns = new ArrayList<>();
        for (String name : List.copyOf(block.keys())) {
            block.value(name).flatMap(value -> column(name, value)).ifPresent(columns::add);
        }
        if (block.keys().isEmpty()) {
            block.problem("", "must have at least one column");
        }
        return columns;
    }

    private Optional<ColumnConfig> column(String name, YamlValue value) {
        Matcher matcher = COLUMN.matcher(value.text().strip());
        if (!matcher.matches()) {
            throw new IllegalStateException("Matches everything: " + COLUMN);
        }
        String text = matcher.group(1);
        if (matcher.group(2) == null) {
            return type(name, text).map(type -> new ColumnConfig(name, type, null));
        }
        String key = matcher.group(3) == null ? name : matcher.group(3);
        Optional<ChangeMetadata> metadata = ChangeMetadata.of(key);
        if (metadata.isEmpty()) {
            block.problem(
                    name,
                    "names unknown metadata '"
                            + key
                            + "'; "
                            + DidYouMean.hint(key, ChangeMetadata.keys()));
            return Optional.empty();
        }
        return type(name, text).flatMap(type -> metadataColumn(name, type, metadata.get()));
    }

    private Optional<ColumnConfig> metadataColumn(
            String name, LogicalType type, ChangeMetadata metadata) {
        if (!metadata.fits(type)) {
            block.problem(
                    name,
                    "holds metadata '"
                            + metadata.key()
                            + "', which is "
                            + String.join(" or ", metadata.types())
                            + ", not "
                            + type.asSummaryString());
            return Optional.empty();
        }
        return Optional.of(new ColumnConfig(name, type, metadata));
    }

    private Optional<LogicalType> type(String name, String text) {
        LogicalType type = parse(name, text);
        if (type == null) {
            return Optional.empty();
        }
        if (primaryKey.contains(name)) {
            return Optional.of(type.copy(false));
        }
        if (!type.isNullable()) {
            block.problem(
                    name,
                    "cannot be NOT NULL: a delete carries the primary key only, all other columns"
                            + " are NULL then");
            return Optional.empty();
        }
        return Optional.of(type);
    }

    @Nullable
    private LogicalType parse(String name, String text) {
        try {
            LogicalType type = LogicalTypeParser.parse(text, ColumnReader.class.getClassLoader());
            // A word that is no type is taken for the name of a user-defined one.
            if (!type.is(LogicalTypeRoot.UNRESOLVED)) {
                return type;
            }
        } catch (ValidationException e) {
            if (isOpen(text, '(', ')') || isOpen(text, '<', '>')) {
                block.problem(
                        name,
                        "has the type '" + text + "'; put a type that contains a comma in quotes");
                return null;
            }
        }
        String word = text.strip().split("[\\s(<]", 2)[0].toUpperCase(Locale.ROOT);
        block.problem(
                name,
                "has no Flink SQL type: '"
                        + text
                        + "'"
                        + DidYouMean.nearest(word, TYPES)
                                .filter(near -> !near.equals(word))
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
        return null;
    }

    /** Inside braces YAML ends a value at a comma. */
    private static boolean isOpen(String text, char open, char close) {
        return text.chars().filter(c -> c == open).count()
                > text.chars().filter(c -> c == close).count();
    }
}
