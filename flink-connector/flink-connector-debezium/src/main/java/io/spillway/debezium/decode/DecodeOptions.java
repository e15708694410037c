/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How Debezium records are read.
 *
 * @param unavailablePlaceholder what the connector writes for values the database did not send, its
 *     option {@code unavailable.value.placeholder}
 * @param beforeTrust when {@code before} is taken for real
 */
@PublicEvolving
public record DecodeOptions(String unavailablePlaceholder, BeforeTrust beforeTrust)
        implements Serializable {

    /** What Debezium's connectors write unless configured otherwise. */
    public static final String DEFAULT_PLACEHOLDER = "__debezium_unavailable_value";

    /** Fit for a connector with default settings. */
    public static final DecodeOptions DEFAULT =
            new DecodeOptions(DEFAULT_PLACEHOLDER, BeforeTrust.DETECT);

    private static final long serialVersionUID = 1L;

    public DecodeOptions {
        Objects.requireNonNull(beforeTrust, "beforeTrust");
        if (unavailablePlaceholder.isEmpty()) {
            throw new IllegalArgumentException(
                    "The placeholder of unavailable values is empty: every empty text would count"
                            + " as unavailable; give the connector's"
                            + " unavailable.value.placeholder");
        }
    }

    /** These options with another placeholder. */
    public DecodeOptions withUnavailablePlaceholder(String placeholder) {
        return new DecodeOptions(placeholder, beforeTrust);
    }

    /** These options with another trust in {@code before}. */
    public DecodeOptions withBeforeTrust(BeforeTrust trust) {
        return new DecodeOptions(unavailablePlaceholder, trust);
    }
}
