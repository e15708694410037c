/** Values of columns: their types' rules, and how text becomes a value. */
package io.spillway.local.tdengine.value;
