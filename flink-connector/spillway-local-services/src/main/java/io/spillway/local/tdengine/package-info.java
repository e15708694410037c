/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * TDengine on this machine: {@link io.spillway.local.tdengine.LocalTDengine} is server and adapter
 * as the vendor's drivers see them. Below are what is sent ({@code websocket}, {@code http}, {@code
 * tmq}), what is run ({@code sql}, {@code query}, {@code execution}), and what can be made to go
 * wrong ({@code fault}).
 */
package io.spillway.local.tdengine;
