/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Dead letters in a topic of Kafka, whose classes only this package needs. */
package io.spillway.common.deadletter.kafka;
