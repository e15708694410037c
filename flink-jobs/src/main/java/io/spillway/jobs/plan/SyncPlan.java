/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterSink;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.debezium.Change;
import io.spillway.debezium.KafkaRecord;
import io.spillway.debezium.stream.DebeziumDecodeFunction;
import io.spillway.jobs.config.JobConfig;
import io.spillway.jobs.config.RouteConfig;
import io.spillway.jobs.input.Problems;
import io.spillway.jobs.route.RouteFunction;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;

/**
 * What a job does, step by step: read raw records, decode them, turn each change into a row of its
 * route, write the rows of each route; and write what was refused on the way.
 *
 * <p>No step moves a row to another subtask by itself, so changes of a key stay in order.
 */
@Internal
public final class SyncPlan {

    private final JobConfig job;
    private final RouteFunction routing;
    private final Map<RouteConfig, RouteTable> targets;
    private final ErrorPolicy letters;

    private SyncPlan(
            JobConfig job,
            RouteFunction routing,
            Map<RouteConfig, RouteTable> targets,
            ErrorPolicy letters) {
        this.job = job;
        this.routing = routing;
        this.targets = targets;
        this.letters = letters;
    }

    /**
     * Checks the job against what is on the class path.
     *
     * @throws io.spillway.jobs.input.BadInputException with everything that is wrong, by line
     */
    public static SyncPlan of(JobConfig job) {
        Problems problems = new Problems(job.file());
        ErrorPolicy letters = LetterTarget.policy(job, problems);
        Map<RouteConfig, RouteTable> targets = Targets.of(job, problems);
        RouteFunction routing = null;
        try {
            routing = new RouteFunction(job);
        } catch (IllegalArgumentException e) {
            problems.add(job.routes().get(0).line(), e.getMessage());
        }
        problems.throwIfAny();
        return new SyncPlan(job, routing, targets, letters);
    }

    /**
     * Adds the job's operators to the environment.
     *
     * @throws io.spillway.jobs.input.BadInputException if a connector refuses its options
     */
    public void attach(StreamExecutionEnvironment env) {
        DataStream<KafkaRecord> records =
                env.fromSource(
                                KafkaChanges.source(job.source()),
                                WatermarkStrategy.noWatermarks(),
                                "read " + job.source().describe())
                        .uid("read");
        SingleOutputStreamOperator<Change> changes =
                records.process(
                                new DebeziumDecodeFunction(
                                        job.source().decoding(), job.source().onError()))
                        .name("decode")
                        .uid("decode");
        SingleOutputStreamOperator<Void> routed =
                changes.process(routing).returns(Types.VOID).name("route").uid("route");
        attachRoutes(env, routed);

        DataStream<DeadLetter> refused =
                changes.getSideOutput(DeadLetters.TAG).union(routed.getSideOutput(DeadLetters.TAG));
        refused.sinkTo(new DeadLetterSink(letters)).name("dead letters").uid("dead-letters");
    }

    private void attachRoutes(
            StreamExecutionEnvironment env, SingleOutputStreamOperator<Void> routed) {
        Problems problems = new Problems(job.file());
        targets.forEach(
                (route, table) -> {
                    try {
                        table.attach(env, routed.getSideOutput(routing.output(route)));
                    } catch (ValidationException | TableException e) {
                        problems.add(
                                route.line(),
                                "route of "
                                        + route.table()
                                        + ": "
                                        + SinkProblem.describe(e, table.connector()));
                    }
                });
        problems.throwIfAny();
    }

    /** The plan in a few lines, without secrets. */
    public String explain() {
        StringBuilder text = new StringBuilder();
        text.append("job      ").append(job.pipeline().name()).append('\n');
        text.append("read     ").append(job.source()).append('\n');
        targets.forEach(
                (route, table) ->
                        text.append("route    ")
                                .append(route.table())
                                .append(" (key ")
                                .append(String.join(", ", route.primaryKey()))
                                .append("; ")
                                .append(route.columns().size())
                                .append(" columns) -> ")
                                .append(table.connector())
                                .append(": ")
                                .append(route.sink())
                                .append('\n'));
        String refused =
                job.deadLetter()
                        .map(block -> "-> " + block.options())
                        .orElse("a refused record fails the job: there is no dead-letter block");
        return text.append("refused  ")
                .append(refused)
                .append("; changes without route: ")
                .append(job.pipeline().unrouted())
                .append("; truncates: ")
                .append(job.pipeline().truncate())
                .toString();
    }
}
