/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.plan;

import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.Factory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connectors on the class path that rows can be written with. */
@Internal
final class SinkConnectors {

    private static final Logger LOG = LoggerFactory.getLogger(SinkConnectors.class);

    private SinkConnectors() {}

    /** By identifier, in alphabetical order. */
    static Map<String, DynamicTableSinkFactory> find() {
        Map<String, DynamicTableSinkFactory> found = new TreeMap<>();
        Iterator<Factory> factories =
                ServiceLoader.load(Factory.class, Thread.currentThread().getContextClassLoader())
                        .iterator();
        boolean more = true;
        while (more) {
            try {
                more = factories.hasNext();
                if (more && factories.next() instanceof DynamicTableSinkFactory factory) {
                    found.put(factory.factoryIdentifier(), factory);
                }
            } catch (ServiceConfigurationError | NoClassDefFoundError e) {
                // One whose own dependencies are missing must not hide the others.
                LOG.info("A connector on the class path cannot be loaded: {}", e.toString());
            }
        }
        return found;
    }

    /** Whether the connector has an option, so that the job may set it. */
    static boolean hasOption(DynamicTableSinkFactory factory, ConfigOption<?> option) {
        return factory.optionalOptions().stream().anyMatch(o -> o.key().equals(option.key()));
    }
}
