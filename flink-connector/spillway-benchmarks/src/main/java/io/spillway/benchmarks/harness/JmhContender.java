/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A method measured by JMH, in a JVM of its own in each round. */
public final class JmhContender {

    private JmhContender() {}

    /**
     * @param method a method with {@code @Benchmark}, in operations a second
     * @param quick whether to run it briefly in this JVM, just to see that it runs
     */
    public static Contender of(String name, Class<?> type, String method, boolean quick) {
        return new Contender(name, () -> run(type, method, quick));
    }

    private static Measured run(Class<?> type, String method, boolean quick)
            throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("^" + type.getName().replace(".", "\\.") + "\\." + method + "$")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .forks(quick ? 0 : 1)
                .warmupIterations(quick ? 0 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 3)
                .measurementTime(quick ? TimeValue.milliseconds(10) : TimeValue.seconds(1));
        RunResult result = new Runner(options.build()).runSingle();
        return new Measured(result.getPrimaryResult().getScore(), Double.NaN);
    }
}
