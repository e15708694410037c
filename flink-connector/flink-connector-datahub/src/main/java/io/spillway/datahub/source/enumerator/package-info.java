/** Which shards there are and who reads them; runs on the job manager. */
package io.spillway.datahub.source.enumerator;
