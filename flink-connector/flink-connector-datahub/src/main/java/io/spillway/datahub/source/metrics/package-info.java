/** What the source tells about itself. */
package io.spillway.datahub.source.metrics;
