/** WebSocket connections: frames, pings, and the fate of each request. */
package io.spillway.local.tdengine.socket;
