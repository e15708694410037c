/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.kafka;

import java.util.concurrent.CountDownLatch;

/** Main class of a JVM that starts a node and never closes it. */
public final class KafkaHolder {

    private KafkaHolder() {}

    public static void main(String[] arguments) throws Exception {
        LocalKafka kafka = LocalKafka.start();
        System.out.println("directory=" + kafka.directory());
        new CountDownLatch(1).await();
    }
}
