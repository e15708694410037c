/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The catalog: {@link io.spillway.datahub.catalog.DataHubCatalog} shows projects as databases and
 * topics as tables. {@code TopicTables} translates between topics and tables, {@code TopicService}
 * makes the calls.
 */
package io.spillway.datahub.catalog;
