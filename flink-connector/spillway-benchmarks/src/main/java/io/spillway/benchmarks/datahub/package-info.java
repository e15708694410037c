/**
 * The DataHub connector against the vendor's SDK, its Producer and Consumer, and our own client
 * without Flink, all of them on one local DataHub.
 */
package io.spillway.benchmarks.datahub;
