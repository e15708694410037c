/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Runs benchmarks of the connectors beside the vendors' own clients and prints the ratios; one
 * package a system has what is measured.
 */
package io.spillway.benchmarks;
