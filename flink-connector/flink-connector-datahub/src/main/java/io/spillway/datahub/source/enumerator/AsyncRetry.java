/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.source.position.ServiceCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes an asynchronous call again while it fails for a passing reason. */
final class AsyncRetry<T> {

    private final RetryPolicy policy;
    private final Supplier<CompletableFuture<T>> call;
    private int failures;
    private long firstFailureNanos;

    private AsyncRetry(RetryPolicy policy, Supplier<CompletableFuture<T>> call) {
        this.policy = policy;
        this.call = call;
    }

    /** The first success, or the failure that is final. */
    static <T> CompletableFuture<T> call(RetryPolicy policy, Supplier<CompletableFuture<T>> call) {
        return new AsyncRetry<>(policy, call).attempt();
    }

    /** Whether a failure may pass by itself; for a cursor that expired, with a new one. */
    static boolean mayPass(Throwable failure) {
        return ServiceCode.INVALID_CURSOR.is(failure) || isPassingTrouble(failure);
    }

    private static boolean isPassingTrouble(Throwable failure) {
        return ServiceCode.unwrap(failure) instanceof ServiceException service
                && (service.kind() == FailureKind.RETRYABLE
                        || service.kind() == FailureKind.THROTTLED);
    }

    private CompletableFuture<T> attempt() {
        return call.get().exceptionallyCompose(this::again);
    }

    private CompletableFuture<T> again(Throwable failure) {
        if (failures++ == 0) {
            firstFailureNanos = System.nanoTime();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - firstFailureNanos);
        if (!mayPass(failure) || !policy.allowsAnother(failures, elapsed)) {
            return CompletableFuture.failedFuture(ServiceCode.unwrap(failure));
        }
        long delay = policy.delayAfter(failures, ThreadLocalRandom.current()).toMillis();
        Executor later = CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> this, later).thenCompose(AsyncRetry::attempt);
    }
}
