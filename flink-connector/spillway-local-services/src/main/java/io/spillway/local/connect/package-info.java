/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Kafka Connect on this machine, in this JVM: {@link io.spillway.local.connect.LocalConnect} runs a
 * worker and talks to it by its REST interface.
 */
package io.spillway.local.connect;
