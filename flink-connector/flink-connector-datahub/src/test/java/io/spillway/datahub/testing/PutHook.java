/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import java.util.List;
import javax.annotation.Nullable;

/** Looks at every put to a {@link FakeTopic} before it is carried out. */
@FunctionalInterface
public interface PutHook {

    /**
     * @return the records to refuse, null to refuse none
     * @throws ServiceException refuses the request as a whole
     */
    @Nullable
    PutResult before(String shardId, List<EncodedRecord> records) throws ServiceException;
}
