/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.route;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterMetric;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.RecordRejectedException;
import io.spillway.debezium.Change;
import io.spillway.debezium.Change.TableId;
import io.spillway.debezium.convert.ConversionException;
import io.spillway.debezium.stream.RecordLetters;
import io.spillway.jobs.config.JobConfig;
import io.spillway.jobs.config.RouteConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each change to its route's side output as a row; what cannot become a row of a route goes
 * where the job says: to {@link DeadLetters#TAG}, or it fails the job, or it is counted.
 */
@Internal
public final class RouteFunction extends ProcessFunction<Change, Void> {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Route> routes = new LinkedHashMap<>();
    private final ErrorHandling onError;
    private final ErrorHandling onUnrouted;
    private final ErrorHandling onTruncate;

    private transient Map<TableId, Route> byTable;
    private transient String jobName;
    private transient Counter deadLetters;
    private transient Counter ignored;

    /** A route on its way to the tasks. */
    private record Route(
            String schema, String table, RouteConverter converter, OutputTag<Row> output)
            implements java.io.Serializable {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @throws IllegalArgumentException naming the column, if a column's type is not supported
     */
    public RouteFunction(JobConfig job) {
        // Without a place for letters, every refusal fails the job.
        boolean letters = job.deadLetter().isPresent();
        onError = job.source().onError();
        onUnrouted = possible(job.pipeline().unrouted(), letters);
        onTruncate = possible(job.pipeline().truncate(), letters);
        for (RouteConfig route : job.routes()) {
            RouteConverter converter = new RouteConverter(route, job.source().conversion());
            String name = route.table().toString();
            routes.put(
                    name,
                    new Route(
                            route.table().schema(),
                            route.table().table(),
                            converter,
                            new OutputTag<>("route-" + name, converter.rowType())));
        }
    }

    private static ErrorHandling possible(ErrorHandling wanted, boolean letters) {
        return wanted == ErrorHandling.DEAD_LETTER && !letters ? ErrorHandling.FAIL : wanted;
    }

    /** The side output with the rows of a route. */
    public OutputTag<Row> output(RouteConfig route) {
        return routes.get(route.table().toString()).output();
    }

    @Override
    public void open(OpenContext context) {
        byTable = new HashMap<>();
        routes.values().forEach(r -> byTable.put(new TableId(r.schema(), r.table()), r));
        jobName = getRuntimeContext().getJobInfo().getJobName();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        deadLetters = DeadLetterMetric.NUM_DEAD_LETTERS.register(metrics);
        ignored = DeadLetterMetric.NUM_RECORDS_IGNORED.register(metrics);
    }

    @Override
    public void processElement(Change change, Context context, Collector<Void> out)
            throws RecordRejectedException {
        Route route = byTable.get(change.table());
        if (route == null) {
            refuse(
                    change,
                    onUnrouted,
                    "UnroutedTable",
                    "Table "
                            + change.table()
                            + " has no route; add one, or set pipeline.unrouted to ignore",
                    null,
                    context);
            return;
        }
        try {
            context.output(route.output(), route.converter().toRow(change));
        } catch (ConversionException e) {
            refuse(
                    change,
                    change.op() == Change.Op.TRUNCATE ? onTruncate : onError,
                    e.code().label(),
                    e.getMessage(),
                    e,
                    context);
        }
    }

    private void refuse(
            Change change,
            ErrorHandling handling,
            String code,
            String message,
            @Nullable Exception cause,
            Context context)
            throws RecordRejectedException {
        if (handling == ErrorHandling.IGNORE) {
            ignored.inc();
            return;
        }
        DeadLetter letter =
                RecordLetters.about(change, DeadLetter.Stage.TRANSFORM)
                        .error(code, message, cause)
                        .jobName(jobName)
                        .build();
        if (handling == ErrorHandling.FAIL) {
            throw new RecordRejectedException(letter, cause);
        }
        context.output(DeadLetters.TAG, letter);
        deadLetters.inc();
    }
}
