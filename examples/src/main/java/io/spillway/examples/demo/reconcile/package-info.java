/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Whether every change arrived: what was captured is replayed and held against the far end. */
package io.spillway.examples.demo.reconcile;
