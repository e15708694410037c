/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * A record that was emitted, or whose error was handled.
 *
 * @param systemTimeMillis when the service took it, epoch milliseconds
 */
@Internal
public record PassedRecord(long sequence, int batchIndex, long systemTimeMillis)
        implements Serializable {}
