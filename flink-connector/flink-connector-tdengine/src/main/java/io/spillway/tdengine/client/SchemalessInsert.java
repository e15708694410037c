/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Lines of a schemaless protocol.
 *
 * @param precision of the timestamps: one of {@code h m s ms u ns}, or empty for the protocol's own
 *     rule
 * @param data lines separated by line feeds, or one JSON text
 * @param ttlDays life of tables made by this call, 0 for ever
 * @param tableNameTag the tag that names the child table, null to let the server make a name
 */
@Experimental
public record SchemalessInsert(
        Protocol protocol,
        String precision,
        String data,
        int ttlDays,
        @Nullable String tableNameTag) {

    public SchemalessInsert {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(data, "data");
    }

    /** The protocols with their codes on the wire. */
    @Experimental
    public enum Protocol {
        /** InfluxDB's line protocol. */
        LINE(1),
        /** OpenTSDB's telnet protocol. */
        TELNET(2),
        /** OpenTSDB's JSON protocol. */
        JSON(3);

        private final int code;

        Protocol(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }
}
