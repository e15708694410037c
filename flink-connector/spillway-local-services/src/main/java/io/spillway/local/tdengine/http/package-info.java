/** SQL over HTTP. */
package io.spillway.local.tdengine.http;
