/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.ServiceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Gateways and the results of their calls, for tests. */
final class Gateways {

    static final String PASSWORD = "s3cret-pass";

    private Gateways() {}

    static TDengineGatewayOptions.Builder options(String... endpoints) {
        return TDengineGatewayOptions.builder()
                .endpoints(List.of(endpoints))
                .user("root")
                .password(Secret.of(PASSWORD));
    }

    static TDengineGateway to(ScriptedAdapter adapter) {
        return TDengineGateways.create(options(adapter.endpoint()).build());
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** The failure, which must be the exception itself and not one around it. */
    static ServiceException failure(CompletableFuture<?> future) throws Exception {
        Throwable thrown = catchThrowable(() -> get(future));
        if (!(thrown instanceof ExecutionException)) {
            throw new AssertionError("did not fail: " + thrown);
        }
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete((value, failure) -> seen.complete(failure));
        return (ServiceException) seen.get();
    }
}
