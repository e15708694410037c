/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Numbers as they lie in the bytes of wire formats. */
package io.spillway.common.binary;
