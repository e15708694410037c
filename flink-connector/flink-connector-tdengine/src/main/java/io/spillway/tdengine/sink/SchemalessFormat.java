/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.Serializable;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How rows are written in {@link SinkMode#SCHEMALESS}.
 *
 * @param protocol TELNET and JSON carry one value column per row
 * @param precision of the timestamps, null for the database's. TELNET has milliseconds only, JSON
 *     nothing finer than microseconds.
 * @param ttlDays days that tables live which the server makes, 0 for ever
 * @param tableNameTag the tag that carries the child table's name to the server, which does not
 *     keep it as a tag. Rows that name no table get a name made of their tags.
 */
@PublicEvolving
public record SchemalessFormat(
        Protocol protocol, @Nullable TimestampPrecision precision, int ttlDays, String tableNameTag)
        implements Serializable {

    /** InfluxDB's line protocol in the database's precision. */
    public static final SchemalessFormat LINE =
            new SchemalessFormat(Protocol.LINE, null, 0, "tbname");

    public SchemalessFormat {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(tableNameTag, "tableNameTag");
        if (ttlDays < 0) {
            throw new IllegalArgumentException("ttlDays must not be negative, is " + ttlDays);
        }
        if (protocol == Protocol.TELNET
                && precision != null
                && precision != TimestampPrecision.MILLIS) {
            throw new IllegalArgumentException(
                    "The telnet protocol has timestamps in ms only, not in " + precision.symbol());
        }
        if (protocol == Protocol.JSON && precision == TimestampPrecision.NANOS) {
            throw new IllegalArgumentException(
                    "The server reads numbers of the JSON protocol as doubles, which do not hold "
                            + "timestamps in ns; use ms or us, or the line protocol");
        }
    }
}
