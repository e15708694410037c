/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** YAML read with its lines, so that every problem is told where it stands. */
package io.spillway.jobs.yaml;
