/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Bodies of DataHub's requests and answers and the records in them. Nothing here sends anything.
 */
package io.spillway.datahub.client.codec;
