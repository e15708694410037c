/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** What turns rows, and messages about tables, into the elements of a stream: for all sources. */
package io.spillway.tdengine.source.deserialization;
