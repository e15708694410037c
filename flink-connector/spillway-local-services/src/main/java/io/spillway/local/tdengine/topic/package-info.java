/** Topics: the logs of vgroups as subscribers see them. */
package io.spillway.local.tdengine.topic;
