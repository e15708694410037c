/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's type of {@link DeadLetter}; reached through {@link DeadLetters#TYPE}. */
@Internal
final class DeadLetterTypeInfo extends TypeInformation<DeadLetter> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<DeadLetter> getTypeClass() {
        return DeadLetter.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<DeadLetter> createSerializer(SerializerConfig config) {
        return DeadLetterSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "DeadLetter";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetterTypeInfo;
    }

    @Override
    public int hashCode() {
        return DeadLetterTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof DeadLetterTypeInfo;
    }
}
