/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.common.credentials.RefreshingCredentialsProvider.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Temporary credentials of the RAM role of the ECS instance the process runs on, from the
 * instance's metadata service.
 */
@PublicEvolving
public final class EcsRoleCredentials implements RefreshingCredentialsProvider.Source {

    /** Names the role, as for Alibaba Cloud's own tools. */
    public static final String ROLE_NAME = "ALIBABA_CLOUD_ECS_METADATA";

    private static final String ENDPOINT = "http://100.100.100.200";
    private static final String ROLES = "/latest/meta-data/ram/security-credentials/";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long serialVersionUID = 1L;

    private final String endpoint;
    @Nullable private final String roleName;

    /**
     * @param roleName the role; null for the one the instance has
     */
    public EcsRoleCredentials(@Nullable String roleName) {
        this(ENDPOINT, roleName);
    }

    EcsRoleCredentials(String endpoint, @Nullable String roleName) {
        this.endpoint = endpoint;
        this.roleName = roleName;
    }

    @Override
    public Lease fetch() throws IOException {
        try {
            String token =
                    call(
                            "PUT",
                            "/latest/api/token",
                            Map.of("X-aliyun-ecs-metadata-token-ttl-seconds", "60"));
            Map<String, String> authorized = Map.of("X-aliyun-ecs-metadata-token", token);
            String role =
                    roleName != null
                            ? roleName
                            : call("GET", ROLES, authorized).lines().findFirst().orElse("");
            return parse(call("GET", ROLES + role.trim(), authorized));
        } catch (IOException e) {
            throw new IOException("no credentials from " + this + ": " + e.getMessage(), e);
        }
    }

    private static Lease parse(String answer) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (IOException e) {
            // the parser's message would quote the secret
            throw new IOException("the answer is not JSON");
        }
        try {
            return new Lease(
                    new Credentials(
                            text(json, "AccessKeyId"),
                            Secret.of(text(json, "AccessKeySecret")),
                            Secret.of(text(json, "SecurityToken"))),
                    Instant.parse(text(json, "Expiration")));
        } catch (DateTimeException e) {
            throw new IOException("the answer's Expiration is no time");
        }
    }

    private static String text(JsonNode json, String property) throws IOException {
        String text = json == null ? "" : json.path(property).asText("");
        if (text.isBlank()) {
            throw new IOException("the answer has no " + property);
        }
        return text;
    }

    /** Neither through a proxy nor encrypted: the service exists on the instance only. */
    private String call(String method, String path, Map<String, String> headers)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create(endpoint + path).toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setRequestMethod(method);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            headers.forEach(connection::setRequestProperty);
            if (connection.getResponseCode() != OK) {
                throw new IOException(
                        method + " " + path + " answered HTTP " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public String toString() {
        return "the metadata service " + endpoint + (roleName == null ? "" : ", role " + roleName);
    }
}
