/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sql;

import io.spillway.testing.sqljar.SqlJarContract;

class SqlJarITCase extends SqlJarContract {

    SqlJarITCase() {
        // the table, the catalog, and the vendor's connector
        super("io.spillway.tdengine.table", "tdengine", "tdengine", "tdengine-connector");
    }
}
