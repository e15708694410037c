/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.io.PrintStream;
import java.util.List;

/** Something that can be measured by its name. */
public interface Benchmark {

    /** What it is called on the command line. */
    String name();

    /** What it shows, in a line. */
    String description();

    /**
     * Measures.
     *
     * @param progress gets lines while it runs
     */
    List<Outcome> run(Settings settings, PrintStream progress) throws Exception;
}
