/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import io.spillway.common.options.DidYouMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * A scalar and where it stands. What it is read as comes as an {@link IllegalArgumentException}
 * where it is something else, with a message that goes on from the key: {@code must be ...}.
 *
 * @param text with all references resolved: may be secret, and is kept out of {@code toString}
 * @param line counted from 1
 * @param shown the text as it stands in the file, safe to print
 */
@Internal
public record YamlValue(String text, int line, String shown) {

    /** The value as a whole number that is not less than the least one allowed. */
    int wholeNumber(int min) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                "must be a whole number from " + min + ", is '" + this + "'");
    }

    /** The value as a time of more than nothing, with a unit, such as {@code 10 s}. */
    Duration duration() {
        try {
            Duration duration = parseDuration(text);
            if (!duration.isZero() && !text.strip().matches("\\d+")) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                "must be a duration such as 500 ms, 10 s or 1 min, is '" + this + "'");
    }

    /** Flink's own reading of durations, as its options have it. */
    private static Duration parseDuration(String text) {
        ConfigOption<Duration> option =
                ConfigOptions.key("duration").durationType().noDefaultValue();
        return Configuration.fromMap(Map.of(option.key(), text)).get(option);
    }

    /** The value as one of an enum's constants, written {@code like-this}. */
    <E extends Enum<E>> E choice(Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
            words.add(word);
        }
        throw new IllegalArgumentException(
                "must be one of "
                        + String.join(", ", words)
                        + ", is '"
                        + this
                        + "'"
                        + DidYouMean.nearest(shown, words)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
    }

    @Override
    public String toString() {
        return shown;
    }
}
