/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * The catalog: {@link io.spillway.tdengine.catalog.TDengineCatalog} shows databases with their
 * super tables and tables. {@code ServerTables} makes tables of what the server describes, {@code
 * NewTable} statements of what is to be created, with its {@code TableKey}, {@code
 * DatabaseProperties} stands between properties and the options of databases, {@code CatalogServer}
 * makes the calls.
 */
package io.spillway.tdengine.catalog;
