/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * Keeps other web sites, open in the same browser, from using the API: the host must be this
 * machine by one of its own names, which a name that was pointed here is not; a change needs a
 * header that no form can send and no other site may; and a page that says where it is from must be
 * ours.
 */
final class AdminGuard {

    /** What every change must carry, with any value. */
    static final String HEADER = "X-Spillway-Local";

    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private AdminGuard() {}

    static void check(Request request) {
        HttpFields headers = request.getHeaders();
        String host = headers.get("Host");
        if (host == null || !HOSTS.contains(withoutPort(host))) {
            throw new AdminException(
                    403,
                    "This page is only served as localhost or 127.0.0.1, not as another host.");
        }
        String origin = headers.get("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw new AdminException(403, "Other sites may not use this page.");
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!reads && headers.get(HEADER) == null) {
            throw new AdminException(403, "A change needs the header " + HEADER + ".");
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
