/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.position;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;

/** Records the job has not read yet are no longer kept by the service. */
@PublicEvolving
public class DataLossException extends IOException {

    private static final long serialVersionUID = 1L;

    public DataLossException(String message, Throwable cause) {
        super(message, cause);
    }
}
