/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.topic.Project;
import io.spillway.local.datahub.topic.Projects;
import java.util.List;

/** Calls on projects. */
final class ProjectCalls {

    private final Projects projects;
    private final String creator;

    ProjectCalls(Projects projects, String creator) {
        this.projects = projects;
        this.creator = creator;
    }

    Reply list(Exchange exchange) {
        return names("ProjectNames", projects.names(), exchange.parameter("filter"));
    }

    Reply get(String name) {
        Project project = projects.get(name);
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("CreateTime", project.createTime() / 1000)
                .put("Creator", creator)
                .put("LastModifyTime", project.modifyTime() / 1000)
                .put("Comment", project.comment())
                .put("VpcWhitelist", "");
        return Reply.json(reply);
    }

    Reply create(String name, Exchange exchange) {
        JsonNode request = exchange.json();
        refuseVpc(request);
        projects.create(name, request.path("Comment").asText(""));
        return Reply.EMPTY;
    }

    Reply update(String name, Exchange exchange) {
        JsonNode request = exchange.json();
        Project project = projects.get(name);
        refuseVpc(request);
        project.update(Exchange.requireText(request, "Comment"));
        return Reply.EMPTY;
    }

    Reply delete(String name) {
        projects.delete(name);
        return Reply.EMPTY;
    }

    private static void refuseVpc(JsonNode request) {
        if (request.has("VpcIds")) {
            throw Routes.notSupported("VPC white lists");
        }
    }

    /** A list of the names that contain a text. */
    static Reply names(String field, List<String> names, String filter) {
        ObjectNode reply = Exchange.JSON.createObjectNode();
        ArrayNode array = reply.putArray(field);
        names.stream().filter(name -> name.contains(filter)).forEach(array::add);
        return Reply.json(reply);
    }
}
