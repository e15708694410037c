/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * What a failure is and what follows from it: every failure has one {@link
 * io.spillway.common.failure.FailureKind}, and what passes is tried again by a {@link
 * io.spillway.common.failure.RetryPolicy}.
 */
package io.spillway.common.failure;
