/** TDengine's SQL as far as it is covered: text to tokens to statements. */
package io.spillway.local.tdengine.sql;
