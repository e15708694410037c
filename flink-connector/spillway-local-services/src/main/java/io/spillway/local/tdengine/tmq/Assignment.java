/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

/**
 * A vgroup of a consumer.
 *
 * @param offset of the last message
 */
record Assignment(int vgroup, long offset, long begin, long end) {

    /** The server's word for no offset. */
    static final long NONE = -2_147_467_247;
}
