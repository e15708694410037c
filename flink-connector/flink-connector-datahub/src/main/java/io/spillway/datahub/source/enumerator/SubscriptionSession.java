/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.DataHubSubscriptions;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.config.SubscriptionConfig.OnEvent;
import io.spillway.datahub.source.position.ServiceCode;
import io.spillway.datahub.source.split.PassedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source's session with its subscription: the one place that opens offsets and commits them, so
 * that tasks do not fence each other. Runs on the coordinator's worker thread, where it may wait.
 */
final class SubscriptionSession {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSession.class);

    /**
     * How a commit went.
     *
     * @param settled shards that need no other attempt: committed, or lost to another reader
     * @param committed how many of them were committed
     * @param sessionsLost how many of them were lost
     * @param resets offsets found moved by an operator
     * @param failure why the others were not committed, null if there are none
     */
    record Outcome(
            Set<String> settled,
            int committed,
            int sessionsLost,
            int resets,
            @Nullable ServiceException failure) {}

    /** Committing is to fail the job. */
    static final class SubscriptionException extends IOException {
        private static final long serialVersionUID = 1L;

        SubscriptionException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final DataHubSubscriptions service;
    private final TopicPath topic;
    private final SubscriptionConfig config;
    private final Map<String, SubscriptionOffset> sessions = new HashMap<>();
    private final Set<String> lost = new HashSet<>();

    SubscriptionSession(DataHubSubscriptions service, DataHubSourceConfig source) {
        this.service = service;
        this.topic = source.topic();
        this.config = source.subscription();
    }

    /**
     * Opens shards at the first start, and tells where the subscription stands. Of a subscription
     * that is offline, where it stands is read without opening it, if the job may go on so.
     */
    CompletableFuture<Map<String, SubscriptionOffset>> openFirst(Collection<String> shardIds) {
        if (shardIds.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return service.openOffsets(topic, config.id(), shardIds)
                .thenApply(
                        opened -> {
                            keep(opened);
                            return opened;
                        })
                .exceptionallyCompose(
                        failure -> {
                            if (config.onOffline() == OnEvent.CONTINUE
                                    && isCode(failure, DataHubErrors.SUBSCRIPTION_OFFLINE)) {
                                LOG.warn("{} is offline; committing once it is on", this);
                                return service.getOffsets(topic, config.id(), shardIds);
                            }
                            return CompletableFuture.failedFuture(ServiceCode.unwrap(failure));
                        });
    }

    /**
     * Commits how far shards are read.
     *
     * @throws SubscriptionException if that did not go well and the job is to fail then
     */
    Outcome commit(Map<String, PassedRecord> records) throws IOException, InterruptedException {
        Commit commit = new Commit();
        Map<String, PassedRecord> wanted = new HashMap<>(records);
        for (String shardId : lost) {
            if (wanted.remove(shardId) != null) {
                commit.settled.add(shardId);
            }
        }
        if (!wanted.isEmpty()) {
            commit.run(wanted);
        }
        return commit.outcome();
    }

    @Override
    public String toString() {
        return "Subscription " + config.id() + " of DataHub topic " + topic;
    }

    private synchronized void keep(Map<String, SubscriptionOffset> opened) {
        sessions.putAll(opened);
    }

    private synchronized Map<String, SubscriptionOffset> sessions() {
        return Map.copyOf(sessions);
    }

    private void open(Collection<String> shardIds)
            throws ServiceException, IOException, InterruptedException {
        keep(await(service.openOffsets(topic, config.id(), shardIds)));
    }

    private static boolean isCode(Throwable failure, String code) {
        return ServiceCode.unwrap(failure) instanceof ServiceException refusal
                && code.equals(refusal.code());
    }

    private static <T> T await(CompletableFuture<T> call) throws IOException, InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            Throwable cause = ServiceCode.unwrap(e.getCause());
            if (cause instanceof ServiceException refusal) {
                throw refusal;
            }
            throw new IOException(cause);
        }
    }

    /** One commit, taken apart where single shards are refused. */
    private final class Commit {

        private final Set<String> settled = new HashSet<>();
        private int committed;
        private int sessionsLost;
        private int resets;
        @Nullable private ServiceException failure;

        Outcome outcome() {
            return new Outcome(settled, committed, sessionsLost, resets, failure);
        }

        void run(Map<String, PassedRecord> records) throws IOException, InterruptedException {
            try {
                List<String> unopened = new ArrayList<>(records.keySet());
                unopened.removeAll(sessions().keySet());
                if (!unopened.isEmpty()) {
                    open(unopened);
                }
                send(records);
            } catch (ServiceException refusal) {
                onRefused(records, refusal);
            }
        }

        private void send(Map<String, PassedRecord> records)
                throws IOException, InterruptedException {
            Map<String, SubscriptionOffset> opened = sessions();
            Map<String, SubscriptionOffset> offsets = new HashMap<>();
            records.forEach(
                    (shardId, record) ->
                            offsets.put(
                                    shardId,
                                    opened.get(shardId)
                                            .at(
                                                    record.sequence(),
                                                    record.systemTimeMillis(),
                                                    record.batchIndex())));
            await(service.commitOffsets(topic, config.id(), offsets));
            committed += records.size();
            settled.addAll(records.keySet());
        }

        private void onRefused(Map<String, PassedRecord> records, ServiceException refusal)
                throws IOException, InterruptedException {
            switch (refusal.code()) {
                case DataHubErrors.OFFSET_SESSION_CHANGED, DataHubErrors.OFFSET_SESSION_CLOSED -> {
                    if (eachAlone(records)) {
                        onSessionLost(records.keySet(), refusal);
                    }
                }
                case DataHubErrors.OFFSET_RESETED -> {
                    if (eachAlone(records)) {
                        onReset(records, refusal);
                    }
                }
                case DataHubErrors.NO_SUCH_SHARD, DataHubErrors.INVALID_PARAMETER -> {
                    if (eachAlone(records)) {
                        onShardGone(records.keySet(), refusal);
                    }
                }
                case DataHubErrors.SUBSCRIPTION_OFFLINE ->
                        onFailed(config.onOffline(), "is offline", refusal);
                default -> onFailed(config.onCommitFailure(), "does not take offsets", refusal);
            }
        }

        /** A commit is all or nothing: the shards that are well go on without the others. */
        private boolean eachAlone(Map<String, PassedRecord> records)
                throws IOException, InterruptedException {
            if (records.size() == 1) {
                return true;
            }
            for (Map.Entry<String, PassedRecord> record : records.entrySet()) {
                run(Map.of(record.getKey(), record.getValue()));
            }
            return false;
        }

        /** Shards that ended are forgotten in time; what was read of them no longer matters. */
        private void onShardGone(Set<String> shardIds, ServiceException refusal)
                throws SubscriptionException {
            if (refusal.code().equals(DataHubErrors.NO_SUCH_SHARD)) {
                LOG.info("{}: shards {} are gone", SubscriptionSession.this, shardIds);
                settled.addAll(shardIds);
            } else {
                onFailed(config.onCommitFailure(), "does not take offsets", refusal);
            }
        }

        private void onSessionLost(Set<String> shardIds, ServiceException refusal)
                throws SubscriptionException {
            String what = String.format("another reader opened shards %s", shardIds);
            failIf(config.onSessionLost(), "scan.subscription.on-session-lost", what, refusal);
            LOG.warn("{}: {}; reading them on without committing", SubscriptionSession.this, what);
            lost.addAll(shardIds);
            settled.addAll(shardIds);
            sessionsLost += shardIds.size();
        }

        private void onReset(Map<String, PassedRecord> records, ServiceException refusal)
                throws IOException, InterruptedException {
            String what = String.format("the offsets of shards %s were reset", records.keySet());
            failIf(config.onReset(), "scan.subscription.on-reset", what, refusal);
            LOG.warn(
                    "{}: {}; going on from where the job is, which moves them back. To read from"
                            + " there, start the job without state",
                    SubscriptionSession.this,
                    what);
            resets += records.size();
            open(records.keySet());
            try {
                send(records);
            } catch (ServiceException again) {
                onFailed(config.onCommitFailure(), "does not take offsets", again);
            }
        }

        private void onFailed(OnEvent policy, String what, ServiceException refusal)
                throws SubscriptionException {
            failIf(
                    policy,
                    refusal.code().equals(DataHubErrors.SUBSCRIPTION_OFFLINE)
                            ? "scan.subscription.on-offline"
                            : "scan.subscription.on-commit-failure",
                    what,
                    refusal);
            failure = refusal;
        }

        private void failIf(OnEvent policy, String option, String what, ServiceException refusal)
                throws SubscriptionException {
            if (policy == OnEvent.FAIL) {
                throw new SubscriptionException(
                        String.format(
                                "%s: %s (%s); set '%s' to 'continue' to go on",
                                SubscriptionSession.this, what, refusal.getMessage(), option),
                        refusal);
            }
        }
    }
}
