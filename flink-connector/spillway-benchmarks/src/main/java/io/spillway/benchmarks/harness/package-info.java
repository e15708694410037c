/**
 * Measures several ways of doing the same work in turns and compares them: {@link
 * io.spillway.benchmarks.harness.PairedRun} runs {@link io.spillway.benchmarks.harness.Contender}s,
 * {@link io.spillway.benchmarks.harness.Report} prints their {@link
 * io.spillway.benchmarks.harness.Ratio}s. Knows no system.
 */
package io.spillway.benchmarks.harness;
