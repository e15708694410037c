/** Bytes and JSON as TDengine's adapter puts them on the wire. */
package io.spillway.local.tdengine.wire;
