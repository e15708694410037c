/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
/**
 * Tables declared for the vendor's own connector, {@code tdengine-connector}: {@link
 * io.spillway.tdengine.vendor.VendorTableFactory} translates their options to those of {@code
 * tdengine}, or says why it cannot.
 */
package io.spillway.tdengine.vendor;
