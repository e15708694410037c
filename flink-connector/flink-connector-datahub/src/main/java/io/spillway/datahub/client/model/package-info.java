/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * What {@link io.spillway.datahub.client.DataHubGateway} takes and gives: topics, schemas, shards,
 * cursors, records. Immutable values, of which those of records keep arrays and share them.
 */
package io.spillway.datahub.client.model;
