/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/** Has the readers join the consumer group and follows the server's assignment; JobManager. */
package io.spillway.tdengine.source.tmq.enumerator;
