/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Reads what a table holds and then follows its topic. */
package io.spillway.tdengine.source.initial;
