/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** What runs in the job: finds the route of a change and makes a row of it for the target. */
package io.spillway.jobs.route;
