/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * What happens in the source database meanwhile: rows, changes of them, and records that are
 * poison.
 */
package io.spillway.examples.demo.workload;
