/** What catalogs of services have in common. */
package io.spillway.common.catalog;
