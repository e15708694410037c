/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** The services of the demo, opened in turn and closed in reverse. */
package io.spillway.examples.demo.stack;
