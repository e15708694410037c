/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.util.List;
import org.apache.flink.annotation.Experimental;

/** Which records of a put were refused; the others were written. */
@Experimental
public record PutResult(List<Failed> failed) {

    /** One refused record, by its index in the request. */
    public record Failed(int index, String code, String message) {}
}
