/** What goes wrong on purpose. */
package io.spillway.local.tdengine.fault;
