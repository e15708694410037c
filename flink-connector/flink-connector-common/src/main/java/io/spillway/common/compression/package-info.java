/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The compressions that services use on the wire, each held to a largest size of what comes out.
 */
package io.spillway.common.compression;
