/** Databases, tables, their rows and their logs. Not thread-safe: the engine's lock guards all. */
package io.spillway.local.tdengine.storage;
