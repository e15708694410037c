/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import java.net.http.HttpHeaders;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** An answer, whatever its status. */
@Internal
public record HttpReply(int status, HttpHeaders headers, byte[] body) {

    /** The first value of a header (its name compared without case), null if it is absent. */
    @Nullable
    public String header(String name) {
        return headers.firstValue(name).orElse(null);
    }
}
