/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import java.util.concurrent.CountDownLatch;

/** Main class of a JVM that starts a server and never closes it. */
public final class PostgresHolder {

    private PostgresHolder() {}

    public static void main(String[] arguments) throws Exception {
        LocalPostgres postgres = LocalPostgres.start();
        System.out.println("data=" + postgres.dataDirectory());
        System.out.println("watchdog=" + postgres.watchdogPid());
        new CountDownLatch(1).await();
    }
}
