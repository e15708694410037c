/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The bytes of taosAdapter's frames: blocks of rows, messages of topics, bound columns. Nothing
 * here sends anything.
 */
package io.spillway.tdengine.client.codec;
