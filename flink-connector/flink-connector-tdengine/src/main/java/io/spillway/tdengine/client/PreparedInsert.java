/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/**
 * A prepared INSERT. It belongs to its connection: after {@code ConnectionLost} it must be prepared
 * anew. After an error of the server it must be closed and prepared anew as well, since the server
 * may keep what was bound. One {@link #insert} at a time.
 */
@Experimental
public interface PreparedInsert {

    /** The question marks, in the statement's order. */
    List<BindField> fields();

    /**
     * Empty rows for {@link #fields()}; they outlive the statement and fit any with equal fields.
     */
    BindRows newRows();

    /**
     * Binds and executes, all or nothing. If it fails with a server's code, nothing was written; if
     * it fails with {@code ConnectionLost} or {@code Timeout}, any part may have been. Sending the
     * same rows again is safe.
     *
     * @param rows made for {@link #fields()}, at least one row; must not be changed before the
     *     future completes
     * @return the rows the server says it wrote; rows with the same timestamp in one table count
     *     once
     */
    CompletableFuture<Integer> insert(BindRows rows);

    /** Frees the statement on the server; completes normally if the connection is gone. */
    CompletableFuture<Void> close();
}
