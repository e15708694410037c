/** The DataHub source: what users touch. */
package io.spillway.datahub.source;
