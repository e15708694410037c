/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.yaml;

import org.apache.flink.annotation.Internal;

/**
 * A scalar and where it stands.
 *
 * @param text with all references resolved: may be secret, and is kept out of {@code toString}
 * @param line counted from 1
 * @param shown the text as it stands in the file, safe to print
 */
@Internal
public record YamlValue(String text, int line, String shown) {
    @Override
    public String toString() {
        return shown;
    }
}
