/** Topics' consumers and their groups, over {@code /rest/tmq}. */
package io.spillway.local.tdengine.tmq;
