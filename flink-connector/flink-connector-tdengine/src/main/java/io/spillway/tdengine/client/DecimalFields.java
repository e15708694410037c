/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TDengineType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Finds the digits and scale of decimals, which a prepared INSERT's answer leaves out. */
@Internal
final class DecimalFields {

    private static final String NAME = "(?:`(?:[^`]|``)+`|[A-Za-z_][A-Za-z0-9_]*)";
    private static final String TABLE = "(" + NAME + "(?:\\s*\\.\\s*" + NAME + ")?)";
    private static final Pattern TARGET =
            Pattern.compile(
                    "\\s*INSERT\\s+INTO\\s+(?:(?:\\?|"
                            + TABLE
                            + ")\\s+USING\\s+)?"
                            + TABLE
                            + "(?![A-Za-z0-9_`.]).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("DECIMAL\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");

    /**
     * The first version that may want decimals bound as text. Older ones store the bytes of such a
     * text as if they were the number, so that guessing wrong would write nonsense.
     */
    private static final String FIRST_UNKNOWN_VERSION = "3.3.8.0";

    private DecimalFields() {}

    static boolean present(List<BindField> fields) {
        return fields.stream().anyMatch(DecimalFields::isDecimal);
    }

    static boolean canBeBoundBy(String version) {
        return ServerVersion.compare(version, FIRST_UNKNOWN_VERSION) < 0;
    }

    static boolean areMissing(List<BindField> fields) {
        return fields.stream().anyMatch(DecimalFields::isMissing);
    }

    /** The table or super table with the columns that an INSERT writes, null if it names none. */
    @Nullable
    static String table(String sql) {
        Matcher matcher = TARGET.matcher(sql);
        return matcher.matches() ? matcher.group(2) : null;
    }

    /**
     * @param description the rows of a DESCRIBE, which this closes
     */
    static CompletableFuture<List<BindField>> read(
            QueryResult description, List<BindField> fields) {
        return collect(description, new HashMap<>())
                .whenComplete((types, failure) -> description.close())
                .thenCompose(types -> complete(fields, types));
    }

    private static CompletableFuture<Map<String, String>> collect(
            QueryResult rows, Map<String, String> types) {
        return rows.next()
                .thenCompose(
                        (Optional<DataBlock> next) -> {
                            if (next.isEmpty()) {
                                return CompletableFuture.completedFuture(types);
                            }
                            DataBlock block = next.get();
                            for (int row = 0; row < block.rows(); row++) {
                                types.put(block.getString(0, row), block.getString(1, row));
                            }
                            return collect(rows, types);
                        });
    }

    private static CompletableFuture<List<BindField>> complete(
            List<BindField> fields, Map<String, String> types) {
        List<BindField> complete = new ArrayList<>(fields.size());
        for (BindField field : fields) {
            if (!isMissing(field)) {
                complete.add(field);
                continue;
            }
            String type = types.getOrDefault(field.name(), "").toUpperCase(Locale.ROOT);
            Matcher matcher = TYPE.matcher(type);
            if (!matcher.matches()) {
                return CompletableFuture.failedFuture(
                        new ServiceException(
                                FailureKind.FATAL,
                                TDengineErrors.MALFORMED_MESSAGE,
                                0,
                                null,
                                "the server does not tell the digits of the DECIMAL column '"
                                        + field.name()
                                        + "'",
                                null));
            }
            complete.add(
                    new BindField(
                            field.name(),
                            field.type(),
                            field.kind(),
                            field.precision(),
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            field.bytes()));
        }
        return CompletableFuture.completedFuture(List.copyOf(complete));
    }

    private static boolean isMissing(BindField field) {
        return isDecimal(field) && field.digits() == 0;
    }

    private static boolean isDecimal(BindField field) {
        return field.type() == TDengineType.DECIMAL64 || field.type() == TDengineType.DECIMAL128;
    }
}
