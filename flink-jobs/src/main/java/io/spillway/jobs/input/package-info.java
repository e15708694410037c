/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Files that people wrote, with references to the environment, and all that is wrong with them told
 * at once.
 */
package io.spillway.jobs.input;
