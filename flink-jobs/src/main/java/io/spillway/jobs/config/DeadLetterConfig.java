/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import org.apache.flink.annotation.Internal;

/**
 * The {@code dead-letter} block.
 *
 * @param line where it begins in the file
 * @param options type included, without the prefix {@code dead-letter.}
 */
@Internal
public record DeadLetterConfig(int line, Options options) {}
