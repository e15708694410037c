/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "insert into d1 values(1,'x') | an INSERT",
                "  INSERT INTO ? VALUES(?)    | an INSERT",
                "select * from d1             | \"select * from d1\"",
                "select  a from t2 where ts>=1700000000000 and n='O''Neil' and m=\"a\\\"b\" |"
                        + " \"select a from t2 where ts>=? and n=? and m=?\"",
                "create user u pass 'secret'  | \"create user u pass ?\"",
                "create user u pass 'unclosed | \"create user u pass ?\"",
                "delete from `d1` where ts=-5.5 | \"delete from `d1` where ts=?\"",
                "12345                        | a statement"
            })
    void valuesAreLeftOut(String sql, String described) {
        assertThat(StatementText.describe(sql)).isEqualTo(described);
    }

    @Test
    void severalLinesBecomeOne() {
        assertThat(StatementText.describe("show\n  tables")).isEqualTo("\"show tables\"");
    }

    @Test
    void longStatementsAreCut() {
        String described = StatementText.describe("select " + "a".repeat(100_000));
        assertThat(described).hasSizeLessThan(220).endsWith("...\"");
        assertThat(StatementText.describe("select '" + "x".repeat(2_000_000) + "' from secret"))
                .isEqualTo("\"select ?\"");
    }
}
