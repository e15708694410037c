/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** The unit of work, a vgroup of a topic, and its place in checkpoints. */
package io.spillway.tdengine.source.tmq.split;
