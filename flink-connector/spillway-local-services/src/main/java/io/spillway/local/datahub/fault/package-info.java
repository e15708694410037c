/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** What a DataHub can be made to do wrong on purpose, and how much it takes in a second. */
package io.spillway.local.datahub.fault;
