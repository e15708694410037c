/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Columns and rows as TDengine has them: types, precisions, blocks of rows that were read, and rows
 * that are bound to be written.
 */
package io.spillway.tdengine.data;
