/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/** The parameters after the path of a request. */
final class RestParameters {

    private final Map<String, String> parameters;

    RestParameters(@Nullable String query) throws RestException {
        parameters = parse(query);
        String id = parameters.get("req_id");
        if (id != null && !id.isEmpty() && !id.matches("[+-]?\\d{1,19}")) {
            throw badRequest("illegal param, req_id must be numeric " + id);
        }
    }

    /** The zone times are read in and shown. */
    ZoneId zone(ZoneId otherwise) throws RestException {
        String name = parameters.getOrDefault("conn_tz", parameters.get("tz"));
        if (name == null || name.isEmpty()) {
            return otherwise;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new RestException(400, 0xffff, "unknown time zone " + name, e);
        }
    }

    /** Whether statements read their times in the zone, not only show them. */
    boolean hasConnectionZone() {
        return parameters.containsKey("conn_tz");
    }

    boolean rowsAsObjects() throws RestException {
        String value = parameters.getOrDefault("row_with_meta", "");
        return switch (value) {
            case "", "0", "f", "F", "false", "FALSE", "False" -> false;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            default -> throw badRequest("illegal param, row_with_meta must be boolean " + value);
        };
    }

    private static RestException badRequest(String message) {
        return new RestException(400, 0xffff, message);
    }

    private static Map<String, String> parse(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.putIfAbsent(decode(name), decode(value));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
