/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * All that knows DataHub's wire: {@link io.spillway.datahub.client.DataHubGateway} is what the rest
 * of the connector sees, {@link io.spillway.datahub.client.HttpDataHubGateway} the client. Errors
 * are a table from the service's codes to what to do about them.
 */
package io.spillway.datahub.client;
