/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The page of the local DataHub and the API behind it: what it holds, splits, merges and faults.
 */
package io.spillway.local.datahub.admin;
