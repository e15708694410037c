/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.vendor;

import io.spillway.common.catalog.TableContext;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes tables declared for the vendor's connector, {@code tdengine-connector}, with this one. What
 * has no clear meaning here is refused, and the error says what to write instead.
 */
@PublicEvolving
public final class VendorTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** The value of the option {@code connector}. */
    public static final String IDENTIFIER = "tdengine-connector";

    private final TDengineDynamicTableFactory tables = new TDengineDynamicTableFactory();

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(VendorOptions.MODE);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return VendorOptions.OPTIONAL;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.createTableFactoryHelper(this, context).validate();
        return tables.createDynamicTableSource(
                with(context, new VendorTable(context.getCatalogTable().getOptions()).source()));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.createTableFactoryHelper(this, context).validate();
        Map<String, String> options = context.getCatalogTable().getOptions();
        Map<String, String> translated = new VendorTable(options).sink();
        checkTableName((RowType) context.getPhysicalRowDataType().getLogicalType(), options);
        return tables.createDynamicTableSink(with(context, translated));
    }

    /** The vendor's examples declare texts as VARBINARY. */
    private static void checkTableName(RowType rowType, Map<String, String> options) {
        boolean superTable = options.containsKey(VendorOptions.SINK_SUPER_TABLE.key());
        int column = rowType.getFieldIndex(RowColumns.TABLE_NAME);
        if (!superTable) {
            return;
        }
        if (column < 0) {
            throw new ValidationException(
                    "'sink.supertable.name' is set, but no column 'tbname' names the child table;"
                            + " declare it as STRING.");
        }
        if (!rowType.getTypeAt(column).is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new ValidationException(
                    "Column 'tbname' is "
                            + rowType.getTypeAt(column).asSummaryString()
                            + ", but it is a name; declare it as STRING.");
        }
    }

    private static Context with(Context context, Map<String, String> translated) {
        Map<String, String> options = new HashMap<>(translated);
        options.put(FactoryUtil.CONNECTOR.key(), TDengineDynamicTableFactory.IDENTIFIER);
        return TableContext.of(context, options);
    }
}
