/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Credentials from a profile in the file Alibaba Cloud's own tools use, {@code
 * ~/.alibabacloud/credentials}, on each machine that makes requests:
 *
 * <pre>
 * [default]
 * type = access_key
 * access_key_id = ...
 * access_key_secret = ...
 * </pre>
 *
 * <p>Types are {@code access_key}, {@code sts} (which has a {@code security_token} too) and {@code
 * ecs_ram_role} (with a {@code role_name}). A file that changes is read anew, so that another
 * process may renew what stands in it.
 */
@PublicEvolving
public final class ProfileCredentialsProvider implements CredentialsProvider {

    /** Names the file instead of the usual one. */
    public static final String FILE = "ALIBABA_CLOUD_CREDENTIALS_FILE";

    /** Names the profile instead of {@code default}. */
    public static final String PROFILE = "ALIBABA_CLOUD_PROFILE";

    /** How often to look whether the file has changed. */
    private static final long LOOK_AFTER_NANOS = 5_000_000_000L;

    private static final long serialVersionUID = 1L;

    @Nullable private final String file;
    @Nullable private final String profile;

    private transient CredentialsProvider read;
    private transient FileTime readTime;
    private transient long lookedAt;

    /** The file and the profile that the environment of the process names, or the usual ones. */
    public ProfileCredentialsProvider() {
        this(null, null);
    }

    /**
     * @param file path of the file; null for the one of the process's environment
     * @param profile null for the one of the process's environment
     */
    public ProfileCredentialsProvider(@Nullable String file, @Nullable String profile) {
        this.file = file;
        this.profile = profile;
    }

    @Override
    public Credentials credentials() throws IOException {
        return current(false).credentials();
    }

    @Override
    public boolean renew(Credentials refused) {
        try {
            CredentialsProvider newest = current(true);
            return newest.renew(refused) || !newest.credentials().equals(refused);
        } catch (IOException e) {
            // credentials() will say so to whoever asks next
            return true;
        }
    }

    private synchronized CredentialsProvider current(boolean look) throws IOException {
        long now = System.nanoTime();
        if (read == null || look || now - lookedAt > LOOK_AFTER_NANOS) {
            Path path = path();
            FileTime time = lastModified(path);
            if (read == null || !time.equals(readTime)) {
                read = parse(path);
                readTime = time;
            }
            lookedAt = now;
        }
        return read;
    }

    /** Whether there is such a file on this machine. */
    boolean exists() {
        return Files.isRegularFile(path());
    }

    private Path path() {
        String named = file != null ? file : System.getenv(FILE);
        return named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".alibabacloud", "credentials");
    }

    private static FileTime lastModified(Path path) throws IOException {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new IOException("no credentials: the file " + path + " cannot be read", e);
        }
    }

    private CredentialsProvider parse(Path path) throws IOException {
        String wanted = profile != null ? profile : System.getenv(PROFILE);
        String name = wanted == null || wanted.isBlank() ? "default" : wanted;
        Map<String, String> values = section(path, name);
        if (values == null) {
            throw new IOException("no credentials: " + path + " has no profile [" + name + "]");
        }
        if (values.getOrDefault("enable", "true").equalsIgnoreCase("false")) {
            throw new IOException(
                    "no credentials: profile [" + name + "] of " + path + " is not enabled");
        }
        String type = values.getOrDefault("type", "access_key");
        return switch (type) {
            case "access_key" ->
                    new StaticCredentialsProvider(
                            new Credentials(
                                    required(values, "access_key_id", name, path),
                                    Secret.of(required(values, "access_key_secret", name, path)),
                                    null));
            case "sts" ->
                    new StaticCredentialsProvider(
                            new Credentials(
                                    required(values, "access_key_id", name, path),
                                    Secret.of(required(values, "access_key_secret", name, path)),
                                    Secret.of(required(values, "security_token", name, path))));
            case "ecs_ram_role" ->
                    new RefreshingCredentialsProvider(
                            new EcsRoleCredentials(emptyToNull(values.get("role_name"))));
            default ->
                    throw new IOException(
                            "no credentials: profile ["
                                    + name
                                    + "] of "
                                    + path
                                    + " has the type '"
                                    + type
                                    + "'; known are access_key, sts and ecs_ram_role");
        };
    }

    @Nullable
    private static Map<String, String> section(Path path, String name) throws IOException {
        Map<String, String> values = null;
        boolean inside = false;
        try {
            for (String raw : Files.readAllLines(path)) {
                String line = raw.trim();
                if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                    continue;
                }
                if (line.startsWith("[") && line.endsWith("]")) {
                    inside = line.substring(1, line.length() - 1).trim().equals(name);
                    if (inside && values == null) {
                        values = new HashMap<>();
                    }
                } else if (inside) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(
                                line.substring(0, equals).trim(),
                                line.substring(equals + 1).trim());
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("no credentials: the file " + path + " cannot be read", e);
        }
        return values;
    }

    private static String required(
            Map<String, String> values, String key, String profile, Path path) throws IOException {
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            throw new IOException(
                    "no credentials: profile [" + profile + "] of " + path + " has no " + key);
        }
        return value;
    }

    @Nullable
    private static String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
        return "ProfileCredentialsProvider";
    }
}
