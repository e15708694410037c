/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.credentials;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A text that must not be seen: it prints as {@code ******} wherever it is logged or concatenated.
 * Immutable. It is serialized in clear, as a job has to carry it to its tasks.
 */
@PublicEvolving
public final class Secret implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String MASK = "******";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException if the value is null or empty
     */
    public static Secret of(String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /** The text itself; never log it. */
    public String reveal() {
        return value;
    }

    /** The text with every occurrence of this secret masked. */
    public String maskIn(String text) {
        return text.replace(value, MASK);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
