/**
 * The TDengine connector against the vendor's driver and our own client without Flink, all of them
 * on one server: a local one, or the TDengine at {@code -Dspillway.tdengine.endpoint=host:port}.
 */
package io.spillway.benchmarks.tdengine;
