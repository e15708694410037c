/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Bodies of DataHub's requests and answers, in all their forms: JSON, Protocol Buffers, batches.
 * Shares no code with the connector's codec, so that each checks the other.
 */
package io.spillway.local.datahub.wire;
