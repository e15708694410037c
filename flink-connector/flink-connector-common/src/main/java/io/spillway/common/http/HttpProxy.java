/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import io.spillway.common.credentials.Secret;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * An HTTP proxy that requests go through. It sees plain requests; to an https endpoint it only
 * opens a tunnel. Prints no secrets.
 *
 * @param host name or address, resolved where requests are made
 * @param port 1 to 65535
 * @param user who asks the proxy; null if it does not want to know. By the Basic scheme
 * @param password of the user; null if there is no user
 */
@PublicEvolving
public record HttpProxy(String host, int port, @Nullable String user, @Nullable Secret password)
        implements Serializable {

    private static final int MAX_PORT = 0xffff;

    /** Names what Java keeps from proxies; passwords are among it unless it is empty. */
    private static final String TUNNELLING_OPTION = "jdk.http.auth.tunneling.disabledSchemes";

    public HttpProxy {
        if (host == null || host.isBlank() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "a proxy needs a host and a port of 1 to 65535, is " + host + ":" + port);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "a proxy that asks for a user needs both user and password");
        }
        if (user != null && user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the user of a proxy must not contain a colon");
        }
    }

    /**
     * A proxy that wants no user.
     *
     * @param address {@code host:port}
     * @throws IllegalArgumentException if it is of another form
     */
    public static HttpProxy of(String address) {
        return of(address, null, null);
    }

    /**
     * @param address {@code host:port}
     * @throws IllegalArgumentException if it is of another form, or only one of the others is given
     */
    public static HttpProxy of(String address, @Nullable String user, @Nullable Secret password) {
        try {
            URI uri = new URI("http://" + address.trim());
            if (uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return new HttpProxy(uri.getHost(), uri.getPort(), user, password);
            }
        } catch (URISyntaxException e) {
            // reported below, without what may be a password in it
        }
        // neither with what may be a password in front of the host
        throw new IllegalArgumentException(
                "'"
                        + address.substring(address.lastIndexOf('@') + 1)
                        + "' is not of the form host:port, for example proxy.internal:3128");
    }

    /** Not resolved: whoever connects does that. */
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** Value of the header by which the proxy knows the user, null without one. */
    @Nullable
    public String authorization() {
        if (user == null) {
            return null;
        }
        byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /**
     * What is wrong, and the mend, when a proxy answers that it wants to know who asks.
     *
     * @param userGiven whether it was told
     * @param tunnelled whether it was asked for a tunnel
     */
    public static String describeRefusal(boolean userGiven, boolean tunnelled) {
        String options =
                String.format(
                        "'%s' and '%s'",
                        HttpOptions.PROXY_USERNAME.key(), HttpOptions.PROXY_PASSWORD.key());
        String mend =
                !userGiven
                        ? "set " + options
                        : "check "
                                + options
                                + (tunnelled
                                        ? ", and note that Java sends a password to a proxy for a"
                                                + " tunnel only if its process has the option -D"
                                                + TUNNELLING_OPTION
                                                + "= (env.java.opts.all)"
                                        : "");
        return "the proxy asks for a user and password (HTTP 407): " + mend;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
