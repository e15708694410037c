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

/** Flink's type of {@link KafkaRecord}; Flink finds it by the annotation of that class. */
@Internal
public final class KafkaRecordTypeInfo extends ImmutableTypeInfo<KafkaRecord> {

    public static final KafkaRecordTypeInfo INSTANCE = new KafkaRecordTypeInfo();

    private static final long serialVersionUID = 1L;

    private KafkaRecordTypeInfo() {
        super(KafkaRecord.class, KafkaRecordSerializer.INSTANCE);
    }

    /** Named by the annotation of {@link KafkaRecord}. */
    @Internal
    public static final class Factory extends TypeInfoFactory<KafkaRecord> {

        @Override
        public TypeInformation<KafkaRecord> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
