/** Reads shards and emits their records; runs on the task managers. */
package io.spillway.datahub.source.reader;
