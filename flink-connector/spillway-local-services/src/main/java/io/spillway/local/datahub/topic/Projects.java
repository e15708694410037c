/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Everything the service holds. Thread-safe. */
public final class Projects {

    private static final String PROJECT_NAME = "[A-Za-z][A-Za-z0-9_]{2,31}";

    private final Clock clock;
    private final ShardDelays delays;
    private final ConcurrentMap<String, Project> projects = new ConcurrentHashMap<>();

    /**
     * An empty service.
     *
     * @param opening how long the shards made by a split or merge stay {@code OPENING}
     */
    public Projects(Clock clock, ShardDelays delays) {
        this.clock = clock;
        this.delays = delays;
    }

    public void create(String name, String comment) {
        if (!name.matches(PROJECT_NAME)) {
            throw DataHubException.invalidParameter("The project name '" + name + "' is invalid.");
        }
        if (projects.putIfAbsent(name, new Project(name, comment, clock, delays)) != null) {
            throw new DataHubException(
                    ErrorCode.PROJECT_ALREADY_EXIST, "The project '" + name + "' already exists.");
        }
    }

    public Project get(String name) {
        Project project = projects.get(name);
        if (project == null) {
            throw new DataHubException(
                    ErrorCode.NO_SUCH_PROJECT,
                    "The specified project '" + name + "' does not exist.");
        }
        return project;
    }

    /** Deletes a project that has no topics. */
    public void delete(String name) {
        if (!get(name).topicNames().isEmpty()) {
            throw new DataHubException(
                    ErrorCode.OPERATION_DENIED, "The project '" + name + "' still has topics.");
        }
        projects.remove(name);
    }

    /** Names in alphabetical order. */
    public List<String> names() {
        return projects.keySet().stream().sorted().toList();
    }
}
