/** From DataHub's records to elements of a job. */
package io.spillway.datahub.source.deserialization;
