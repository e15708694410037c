/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.catalog;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/** Waits for calls to the service: a catalog answers at once or not at all. */
@Internal
final class TopicService {

    private TopicService() {}

    /**
     * @throws ServiceException if the service refused, or could not be reached
     * @throws CatalogException if the thread was interrupted
     */
    static <T> T await(CompletableFuture<T> call) throws ServiceException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogException("Interrupted while waiting for DataHub", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceException refusal) {
                throw refusal;
            }
            throw new CatalogException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    /** Whether what was asked for is not there, or could not be by its name. */
    static boolean isMissing(ServiceException failure) {
        return failure.code().equals(DataHubErrors.NO_SUCH_PROJECT)
                || failure.code().equals(DataHubErrors.NO_SUCH_TOPIC)
                || failure.code().equals(DataHubErrors.INVALID_PARAMETER)
                        && failure.httpStatus() == 0;
    }

    /** Whether what was to be created is there already. */
    static boolean isThere(ServiceException failure) {
        return failure.code().endsWith("AlreadyExist");
    }

    static CatalogException failed(ServiceException failure) {
        return new CatalogException(failure.getMessage(), failure);
    }
}
