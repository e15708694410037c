/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Access keys of Alibaba Cloud and where they come from; {@link
 * io.spillway.common.credentials.Secret} is a text that never prints itself.
 */
package io.spillway.common.credentials;
