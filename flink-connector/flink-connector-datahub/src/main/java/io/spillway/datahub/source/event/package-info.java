/** What readers tell the enumerator. */
package io.spillway.datahub.source.event;
