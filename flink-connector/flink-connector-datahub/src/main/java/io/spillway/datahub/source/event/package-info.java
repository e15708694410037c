/** What readers and the enumerator tell each other. */
package io.spillway.datahub.source.event;
