/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of catalogs of type {@code datahub}, and of the topics they create. */
@PublicEvolving
public final class DataHubCatalogOptions {

    public static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOptions.key("default-database")
                    .stringType()
                    .defaultValue("default")
                    .withDescription("Project that is the current database after USE CATALOG.");

    public static final ConfigOption<Integer> TOPIC_SHARDS =
            ConfigOptions.key("topic.shards")
                    .intType()
                    .defaultValue(1)
                    .withDescription("Shards of a topic that CREATE TABLE creates.");

    public static final ConfigOption<Integer> TOPIC_LIFECYCLE_DAYS =
            ConfigOptions.key("topic.lifecycle-days")
                    .intType()
                    .defaultValue(3)
                    .withDescription("Days a created topic keeps its records, 1 to 7.");

    public static final ConfigOption<Boolean> TOPIC_EXTEND_MODE =
            ConfigOptions.key("topic.extend-mode")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether shards of a created topic are added by extension instead of by "
                                    + "splits.");

    private DataHubCatalogOptions() {}
}
