/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.options.DidYouMean;
import io.spillway.jobs.config.JobConfig;
import io.spillway.jobs.config.RouteConfig;
import io.spillway.jobs.input.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.factories.DynamicTableSinkFactory;

/** Finds the connector of each route. */
@Internal
final class Targets {

    private final JobConfig job;
    private final Problems problems;
    private final Map<String, DynamicTableSinkFactory> connectors = SinkConnectors.find();

    private Targets(JobConfig job, Problems problems) {
        this.job = job;
        this.problems = problems;
    }

    /** The table of each route, in the order of the file; problems are noted. */
    static Map<RouteConfig, RouteTable> of(JobConfig job, Problems problems) {
        Targets targets = new Targets(job, problems);
        Map<RouteConfig, RouteTable> tables = new LinkedHashMap<>();
        for (RouteConfig route : job.routes()) {
            Map<String, String> options = targets.options(route);
            if (options != null) {
                tables.put(route, new RouteTable(route, options));
            }
        }
        return tables;
    }

    @Nullable
    private Map<String, String> options(RouteConfig route) {
        Map<String, String> options = new TreeMap<>(route.sink().toMap());
        options.putIfAbsent("connector", job.sink().connector());
        String connector = options.get("connector");
        DynamicTableSinkFactory factory = connectors.get(connector);
        if (factory == null) {
            problems.add(
                    route.sink().lineOf("connector", job.sink().connectorLine()),
                    "unknown sink connector '"
                            + connector
                            + "'; available: "
                            + String.join(", ", connectors.keySet())
                            + DidYouMean.nearest(connector, connectors.keySet())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
            return null;
        }
        // The sink's own rejected rows go where the job's other letters go.
        if (job.deadLetter().isPresent()
                && SinkConnectors.hasOption(factory, DeadLetterOptions.TYPE)
                && !options.containsKey(DeadLetterOptions.ON_ERROR.key())) {
            LetterTarget.tableOptions(job.deadLetter().get()).forEach(options::putIfAbsent);
        }
        return options;
    }
}
