/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Flink's type of {@link Change}; Flink finds it by the annotation of that class. */
@Internal
public final class ChangeTypeInfo extends ImmutableTypeInfo<Change> {

    public static final ChangeTypeInfo INSTANCE = new ChangeTypeInfo();

    private static final long serialVersionUID = 1L;

    private ChangeTypeInfo() {
        super(Change.class, ChangeSerializer.INSTANCE);
    }

    /** Named by the annotation of {@link Change}. */
    @Internal
    public static final class Factory extends TypeInfoFactory<Change> {

        @Override
        public TypeInformation<Change> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
