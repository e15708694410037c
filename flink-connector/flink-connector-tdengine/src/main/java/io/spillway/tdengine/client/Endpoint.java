/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * Where a taosAdapter listens.
 *
 * @param host a name or an address, an IPv6 address without brackets
 */
@Internal
record Endpoint(String host, int port) implements Serializable {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");

    /**
     * @throws IllegalArgumentException if the text is not of the form host:port
     */
    static Endpoint parse(String text) {
        Matcher matcher = FORM.matcher(text == null ? "" : text.trim());
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(3));
            if (port >= 1 && port <= 0xffff) {
                String ipv6 = matcher.group(1);
                return new Endpoint(ipv6 != null ? ipv6 : matcher.group(2), port);
            }
        }
        throw new IllegalArgumentException(
                "the TDengine endpoint '"
                        + withoutSecrets(text)
                        + "' is not of the form host:port; give the host and the port of"
                        + " taosAdapter, for example tdengine.example.com:6041 or [::1]:6041");
    }

    private static String withoutSecrets(String text) {
        if (text == null) {
            return "";
        }
        int at = text.lastIndexOf('@');
        String visible = at < 0 ? text : "..." + text.substring(at);
        int query = visible.indexOf('?');
        return query < 0 ? visible : visible.substring(0, query) + "?...";
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
