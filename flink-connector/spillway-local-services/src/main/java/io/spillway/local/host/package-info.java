/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** What every local service needs of this machine: ports, folders, and an end with the JVM. */
package io.spillway.local.host;
