/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;

/**
 * A URL of the vendor's JDBC driver. It may hold a password, so it is never printed.
 *
 * @param endpoint host and port
 * @param database null if it names none
 */
record JdbcUrl(String endpoint, @Nullable String database, Map<String, String> parameters) {

    private static final Pattern FORM =
            Pattern.compile(
                    "jdbc:(TAOS|TAOS-WS|TAOS-RS)://([^/?]*)(?:/([^?]*))?(?:\\?(.*))?",
                    Pattern.CASE_INSENSITIVE);

    private static final int PORT = 6041;

    /**
     * @param option that has the URL, for errors
     */
    static JdbcUrl parse(String option, String url) {
        Matcher matcher = FORM.matcher(url.trim());
        if (!matcher.matches() || matcher.group(2).isBlank()) {
            throw new ValidationException(
                    "'"
                            + option
                            + "' is no URL of TDengine's driver; it looks like"
                            + " jdbc:TAOS-WS://host:6041/database?user=...&password=...");
        }
        if (matcher.group(1).equalsIgnoreCase("TAOS")) {
            throw new ValidationException(
                    "'"
                            + option
                            + "' is for the native driver (jdbc:TAOS:), which needs a library on"
                            + " each host; write jdbc:TAOS-WS: and the port of taosAdapter, 6041.");
        }
        String endpoint = matcher.group(2);
        boolean hasPort = endpoint.indexOf(':', endpoint.indexOf(']') + 1) >= 0;
        String database = matcher.group(3);
        return new JdbcUrl(
                hasPort ? endpoint : endpoint + ':' + PORT,
                database == null || database.isBlank() ? null : database,
                parameters(matcher.group(4)));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String parameter : query.split("&")) {
                int equals = parameter.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            parameter.substring(0, equals),
                            URLDecoder.decode(
                                    parameter.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }

    @Override
    public String toString() {
        return endpoint + (database == null ? "" : "/" + database);
    }
}
