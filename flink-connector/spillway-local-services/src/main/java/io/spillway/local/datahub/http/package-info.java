/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Requests to the local DataHub: their routes, their signatures, and a class for each group of
 * calls.
 */
package io.spillway.local.datahub.http;
