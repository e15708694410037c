/** Points without a schema: InfluxDB lines, OpenTSDB telnet lines and OpenTSDB JSON. */
package io.spillway.local.tdengine.schemaless;
