/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * A record of a put that was not written.
 *
 * @param index its place in the request
 */
public record RecordFailure(int index, ErrorCode code, String message) {}
