/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.factories.DynamicTableFactory;

/**
 * Values that Alibaba's own connector understands and that no type of a Flink option does. Names
 * are fallback keys of the options themselves.
 */
@Internal
final class VvrValues {

    private static final String COMPRESSION = "CompressType";

    private VvrValues() {}

    /** The same table with such values in Flink's words. */
    static DynamicTableFactory.Context translated(DynamicTableFactory.Context context) {
        Map<String, String> options = context.getCatalogTable().getOptions();
        String compression = options.get(COMPRESSION);
        if (compression == null || !compression.isBlank()) {
            return context;
        }
        Map<String, String> translated = new HashMap<>(options);
        translated.put(COMPRESSION, "none");
        return TableContext.of(context, translated);
    }
}
