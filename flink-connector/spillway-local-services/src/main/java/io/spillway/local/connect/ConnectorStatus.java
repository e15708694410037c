/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import java.util.List;

/**
 * What Connect says about one connector. Its own state tells little: a connector is {@code RUNNING}
 * while its only task has failed.
 *
 * @param state {@code RUNNING}, {@code FAILED}, {@code PAUSED}, {@code STOPPED}, {@code UNASSIGNED}
 *     or {@code RESTARTING}
 * @param trace stack trace of a failed connector, empty otherwise
 * @param tasks its tasks; none right after the connector was created
 */
public record ConnectorStatus(String state, String trace, List<Task> tasks) {

    static final String RUNNING = "RUNNING";
    static final String FAILED = "FAILED";

    /** Copies the list of tasks. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * One task of a connector.
     *
     * @param id number of the task
     * @param state as of the connector
     * @param trace stack trace of a failed task, empty otherwise
     */
    public record Task(int id, String state, String trace) {}

    /** Whether the connector and all its tasks run, and it has at least one. */
    public boolean isRunning() {
        return state.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }

    /** One line, without traces. */
    String summary() {
        StringBuilder line = new StringBuilder("connector ").append(state);
        if (tasks.isEmpty()) {
            line.append(", no task yet");
        }
        for (Task task : tasks) {
            line.append(", task ").append(task.id()).append(' ').append(task.state());
        }
        return line.toString();
    }
}
