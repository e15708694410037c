/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

/**
 * One way of doing the work.
 *
 * @param name as it stands in the report
 * @param run does the work once
 */
public record Contender(String name, Run run) {

    /** Does the work once, from set-up to clean-up, and measures the part that counts. */
    @FunctionalInterface
    public interface Run {
        Measured once() throws Exception;
    }
}
