/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * DataHub on this machine: {@link io.spillway.local.datahub.LocalDataHub} is the service as its
 * clients see it. Below are the requests ({@code http}), their bodies ({@code wire}), what is
 * stored ({@code topic}), what can be made to go wrong ({@code fault}) and the page that shows it
 * all ({@code admin}).
 */
package io.spillway.local.datahub;
