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

/** A project and its topics. Thread-safe. */
public final class Project {

    private static final String TOPIC_NAME = "[A-Za-z][A-Za-z0-9_]{0,127}";

    private final String name;
    private final Clock clock;
    private final ShardDelays delays;
    private final long createTime;
    private final ConcurrentMap<String, Topic> topics = new ConcurrentHashMap<>();
    private volatile String comment;
    private volatile long modifyTime;

    Project(String name, String comment, Clock clock, ShardDelays delays) {
        this.name = name;
        this.comment = comment;
        this.clock = clock;
        this.delays = delays;
        this.createTime = clock.millis();
        this.modifyTime = createTime;
    }

    public String comment() {
        return comment;
    }

    public long createTime() {
        return createTime;
    }

    public long modifyTime() {
        return modifyTime;
    }

    public void update(String newComment) {
        comment = newComment;
        modifyTime = clock.millis();
    }

    public Topic createTopic(String topic, TopicSpec spec) {
        if (!topic.matches(TOPIC_NAME)) {
            throw DataHubException.invalidParameter("The topic name '" + topic + "' is invalid.");
        }
        Topic created = new Topic(spec, clock, delays);
        if (topics.putIfAbsent(topic, created) != null) {
            throw new DataHubException(
                    ErrorCode.TOPIC_ALREADY_EXIST, "The topic '" + topic + "' already exists.");
        }
        return created;
    }

    public Topic topic(String topic) {
        Topic found = topics.get(topic);
        if (found == null) {
            throw noSuchTopic(topic);
        }
        return found;
    }

    public void deleteTopic(String topic) {
        if (topics.remove(topic) == null) {
            throw noSuchTopic(topic);
        }
    }

    /** Names in alphabetical order. */
    public List<String> topicNames() {
        return topics.keySet().stream().sorted().toList();
    }

    private DataHubException noSuchTopic(String topic) {
        return new DataHubException(
                ErrorCode.NO_SUCH_TOPIC,
                "The specified topic '" + topic + "' of project '" + name + "' does not exist.");
    }
}
