/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * What a DataHub holds and the rules of holding it: projects, topics, shards with their logs,
 * subscriptions, consumer groups. Knows nothing of HTTP.
 */
package io.spillway.local.datahub.topic;
