/** The engine: statements carried out on the stored databases. */
package io.spillway.local.tdengine.execution;
