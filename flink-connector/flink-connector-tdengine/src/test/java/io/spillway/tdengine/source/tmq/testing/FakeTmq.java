/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.SchemalessInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;

/**
 * A topic in memory with its vgroups, groups and members: spreads vgroups over members that join at
 * about the same time, shows a member what changed only when it polls, keeps a log that can lose
 * its beginning. All answers come from one thread.
 */
public final class FakeTmq implements AutoCloseable {

    public static final String TOPIC = "events";
    public static final String DATABASE = "power";

    private static final int REBALANCE_MILLIS = 30;
    private static final Map<Integer, FakeTmq> SERVERS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    private final int id = NEXT_ID.incrementAndGet();
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "fake-tmq-" + id);
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Map<Integer, FakeVgroup> vgroups = new TreeMap<>();
    private final Map<String, List<FakeConsumer>> groups = new HashMap<>();
    private final Map<String, Map<Integer, Long>> committed = new HashMap<>();
    private final List<Joining> joining = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<TmqSubscription> subscriptions = new ArrayList<>();
    private final Set<Integer> hiddenJumps = new HashSet<>();
    private String topicSql = "create topic `events` as database `power`";
    private int messageRows = 100;
    private int openGateways;
    private int failNextSubscriptions;
    private int joined;
    private int assignmentsAsked;

    private record Joining(FakeConsumer consumer, CompletableFuture<TmqConsumer> answer) {}

    private record Waiting(FakeConsumer consumer, CompletableFuture<Optional<TmqMessage>> answer) {}

    public FakeTmq() {
        SERVERS.put(id, this);
    }

    /** Makes gateways to this server, also when it was serialized. */
    public TDengineGatewayFactory factory() {
        int server = id;
        return () -> SERVERS.get(server).open();
    }

    /** A new vgroup; its id. */
    public synchronized int addVgroup() {
        int vgroupId = vgroups.size() + 2;
        vgroups.put(vgroupId, new FakeVgroup(vgroupId));
        groups.values().forEach(this::rebalance);
        return vgroupId;
    }

    /** Drops a vgroup. */
    public synchronized void removeVgroup(int vgroupId) {
        vgroups.remove(vgroupId);
        groups.values().forEach(this::rebalance);
    }

    /** Writes rows as one entry of the log. */
    public void append(int vgroupId, List<String> texts) {
        append(
                vgroupId,
                List.of(new TmqMessage.Block("table" + vgroupId, RowsBlock.ofTexts(texts))),
                null);
    }

    /** Writes an entry of the log that is nothing to the topic. */
    public void appendNoise(int vgroupId) {
        append(vgroupId, List.of(), null);
    }

    /** Writes an entry of the log. */
    public synchronized void append(
            int vgroupId, List<TmqMessage.Block> blocks, @Nullable String meta) {
        vgroup(vgroupId).append(blocks, meta);
        retryWaiting();
    }

    /** The log loses what was before an offset. */
    public synchronized void trim(int vgroupId, long begin) {
        vgroup(vgroupId).trim(begin);
    }

    /** Messages that jump over a gap show the offset asked for, not the one they begin at. */
    public synchronized void hideJumps(int vgroupId) {
        hiddenJumps.add(vgroupId);
    }

    public synchronized long end(int vgroupId) {
        return vgroup(vgroupId).end();
    }

    /** Messages get no more entries once they have so many rows. */
    public synchronized void messageRows(int rows) {
        messageRows = rows;
    }

    public synchronized void topicSql(String sql) {
        topicSql = sql;
    }

    /** The next members that want to join are refused for a reason that passes. */
    public synchronized void failSubscriptions(int count) {
        failNextSubscriptions = count;
    }

    /** A member that took its share and hangs. */
    public AutoCloseable zombie(String groupId) {
        return consumer(groupId, "zombie");
    }

    /** A member that is not the source's. */
    public TmqConsumer consumer(String groupId, String clientId) {
        return join(new TmqSubscription(
                        groupId, clientId, List.of(TOPIC), "earliest", false, Map.of()))
                .join();
    }

    /** All connections of a group break, without a chance to say so. */
    public synchronized void breakConnections(String groupId) {
        for (FakeConsumer consumer : List.copyOf(members(groupId))) {
            consumer.breakConnection();
            leave(consumer);
        }
        retryWaiting();
    }

    public synchronized List<String> memberIds(String groupId) {
        return members(groupId).stream().map(member -> member.subscription.clientId()).toList();
    }

    public synchronized List<TmqSubscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** How many members have joined in all. */
    public synchronized int joined() {
        return joined;
    }

    /** How often members asked what they were given. */
    public synchronized int assignmentsAsked() {
        return assignmentsAsked;
    }

    void assignmentAsked() {
        assignmentsAsked++;
    }

    /** How far the only member that has the vgroup was sent it, -1 if there is none. */
    public synchronized long position(int vgroupId) {
        return groups.values().stream()
                .flatMap(List::stream)
                .mapToLong(member -> member.positionOf(vgroupId))
                .max()
                .orElse(-1);
    }

    public synchronized int openGateways() {
        return openGateways;
    }

    /** The offset committed, {@link TmqConsumer#NO_OFFSET} if there is none. */
    public synchronized long committed(String groupId, int vgroupId) {
        return committed
                .getOrDefault(groupId, Map.of())
                .getOrDefault(vgroupId, TmqConsumer.NO_OFFSET);
    }

    public synchronized void commit(String groupId, int vgroupId, long offset) {
        committed.computeIfAbsent(groupId, group -> new HashMap<>()).put(vgroupId, offset);
    }

    @Override
    public synchronized void close() {
        SERVERS.remove(id);
        executor.shutdownNow();
    }

    synchronized FakeVgroup vgroup(int vgroupId) {
        return vgroups.get(vgroupId);
    }

    synchronized long startOf(String groupId, int vgroupId) {
        long offset = committed(groupId, vgroupId);
        return offset < 0 ? vgroup(vgroupId).begin() : offset;
    }

    synchronized long shownOffset(int vgroupId, long asked) {
        return hiddenJumps.contains(vgroupId) ? asked : Math.max(asked, vgroup(vgroupId).begin());
    }

    synchronized void leave(FakeConsumer consumer) {
        List<FakeConsumer> members = members(consumer.subscription.groupId());
        if (members.remove(consumer)) {
            consumer.truth.clear();
            rebalance(members);
        }
    }

    synchronized void closeConsumer(FakeConsumer consumer) {
        if (consumer.markClosed()) {
            leave(consumer);
            retryWaiting();
        }
    }

    <T> CompletableFuture<T> call(FakeConsumer consumer, Callable<T> action) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(
                () -> {
                    try {
                        T result;
                        synchronized (this) {
                            result = consumer.run(action);
                        }
                        answer.complete(result);
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    CompletableFuture<Optional<TmqMessage>> poll(FakeConsumer consumer, Duration blockingTime) {
        CompletableFuture<Optional<TmqMessage>> answer = new CompletableFuture<>();
        Waiting request = new Waiting(consumer, answer);
        execute(
                () -> {
                    if (!answerIfReady(request)) {
                        synchronized (this) {
                            waiting.add(request);
                        }
                        executor.schedule(
                                () -> answer.complete(Optional.empty()),
                                blockingTime.toMillis(),
                                TimeUnit.MILLISECONDS);
                    }
                });
        return answer;
    }

    private void retryWaiting() {
        execute(
                () -> {
                    List<Waiting> all;
                    synchronized (this) {
                        all = List.copyOf(waiting);
                        waiting.clear();
                    }
                    for (Waiting one : all) {
                        if (!one.answer().isDone() && !answerIfReady(one)) {
                            synchronized (this) {
                                waiting.add(one);
                            }
                        }
                    }
                });
    }

    private boolean answerIfReady(Waiting request) {
        TmqMessage message;
        try {
            synchronized (this) {
                request.consumer().requireAlive();
                message = request.consumer().next(messageRows);
            }
        } catch (ServiceException e) {
            request.answer().completeExceptionally(e);
            return true;
        }
        return message != null && request.answer().complete(Optional.of(message));
    }

    private void execute(Runnable task) {
        if (!executor.isShutdown()) {
            executor.execute(task);
        }
    }

    private synchronized CompletableFuture<TmqConsumer> join(TmqSubscription subscription) {
        subscriptions.add(subscription);
        if (failNextSubscriptions > 0) {
            failNextSubscriptions--;
            return CompletableFuture.failedFuture(
                    new ServiceException(
                            FailureKind.RETRYABLE, "0x03ea", 0, null, "not ready yet", null));
        }
        CompletableFuture<TmqConsumer> answer = new CompletableFuture<>();
        joining.add(new Joining(new FakeConsumer(this, subscription), answer));
        if (joining.size() == 1) {
            executor.schedule(this::letJoin, REBALANCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    private void letJoin() {
        List<Joining> all;
        synchronized (this) {
            all = List.copyOf(joining);
            joining.clear();
            joined += all.size();
            all.forEach(one -> members(one.consumer().subscription.groupId()).add(one.consumer()));
            groups.values().forEach(this::rebalance);
            all.forEach(one -> one.consumer().learn());
        }
        all.forEach(one -> one.answer().complete(one.consumer()));
    }

    private List<FakeConsumer> members(String groupId) {
        return groups.computeIfAbsent(groupId, group -> new ArrayList<>());
    }

    private void rebalance(List<FakeConsumer> members) {
        members.forEach(member -> member.truth.clear());
        if (members.isEmpty()) {
            return;
        }
        int next = 0;
        for (int vgroupId : vgroups.keySet()) {
            members.get(next++ % members.size()).truth.add(vgroupId);
        }
    }

    private synchronized TDengineGateway open() {
        openGateways++;
        return new Gateway();
    }

    private synchronized QueryResult answer(String sql) {
        Field text = RowsBlock.field("text", TDengineType.VARCHAR);
        List<List<Object>> rows = new ArrayList<>();
        List<Field> fields;
        if (sql.contains("ins_topics")) {
            fields = List.of(text, text);
            if (sql.contains("'" + TOPIC + "'")) {
                rows.add(List.of(DATABASE, topicSql));
            }
        } else if (sql.contains("ins_vgroups") && sql.contains("'" + DATABASE + "'")) {
            fields = List.of(RowsBlock.field("vgroup_id", TDengineType.INT));
            vgroups.keySet().forEach(vgroupId -> rows.add(List.of(vgroupId)));
        } else {
            throw new IllegalArgumentException("Not a query of the source: " + sql);
        }
        DataBlock block = new RowsBlock(fields, TimestampPrecision.MILLIS, rows);
        Iterator<DataBlock> blocks = List.of(block).iterator();
        return new QueryResult() {
            @Override
            public List<Field> fields() {
                return fields;
            }

            @Override
            public TimestampPrecision precision() {
                return TimestampPrecision.MILLIS;
            }

            @Override
            public CompletableFuture<Optional<DataBlock>> next() {
                return CompletableFuture.completedFuture(
                        blocks.hasNext() ? Optional.of(blocks.next()) : Optional.empty());
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private final class Gateway implements TDengineGateway {

        private boolean gatewayClosed;

        @Override
        public CompletableFuture<QueryResult> query(String sql) {
            return CompletableFuture.supplyAsync(() -> answer(sql), executor);
        }

        @Override
        public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
            return join(subscription);
        }

        @Override
        public void close() {
            synchronized (FakeTmq.this) {
                if (!gatewayClosed) {
                    gatewayClosed = true;
                    openGateways--;
                }
            }
        }

        @Override
        public CompletableFuture<Long> execute(String sql) {
            throw new UnsupportedOperationException("a source does not write");
        }

        @Override
        public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
            throw new UnsupportedOperationException("a source does not write");
        }

        @Override
        public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
            throw new UnsupportedOperationException("a source does not write");
        }

        @Override
        public CompletableFuture<String> serverVersion() {
            return CompletableFuture.completedFuture("3.3.7.5");
        }
    }
}
