/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import org.apache.flink.annotation.PublicEvolving;

/**
 * Names of the attributes by which a reader recognises a record that was written twice: records
 * with equal values of all three are the same one.
 *
 * <p>A request whose reply was lost is sent again as it was. After a restart, records since the
 * last checkpoint get the same index again if each writer receives them in the same order again,
 * which holds where the order of its input is fixed, for instance when it reads one source split
 * without a shuffle between.
 */
@PublicEvolving
public final class DedupAttributes {

    /** Id of the job that first started the writer, 32 hexadecimal digits. */
    public static final String JOB = "spillway.job";

    /**
     * The writer within the job: index of the subtask and id of the checkpoint it was first started
     * from, 0 for none, such as {@code 3@0}. Kept in state.
     */
    public static final String WRITER = "spillway.writer";

    /** Running number of the record within the writer, from 0. Kept in state. */
    public static final String INDEX = "spillway.index";

    private DedupAttributes() {}
}
