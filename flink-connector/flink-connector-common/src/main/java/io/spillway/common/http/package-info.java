/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * An asynchronous HTTP client on the JDK alone, with proxies, trust stores, bounded bodies and
 * signed requests; and the options about it.
 */
package io.spillway.common.http;
