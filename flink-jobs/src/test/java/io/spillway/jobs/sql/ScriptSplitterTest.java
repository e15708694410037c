/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.jobs.input.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptSplitterTest {

    private static List<Statement> split(String script) {
        return ScriptSplitter.split("s.sql", script);
    }

    @Test
    void statementsEndAtSemicolonsAndKnowTheirLines() {
        assertThat(split("SELECT 1;\n\n  SELECT\n 2;SELECT 3"))
                .containsExactly(
                        new Statement("SELECT 1", 1),
                        new Statement("SELECT\n 2", 3),
                        new Statement("SELECT 3", 4));
    }

    @Test
    void semicolonsInLiteralsIdentifiersAndCommentsDoNotCut() {
        assertThat(
                        split(
                                "SELECT 'a;''b;' AS `x;``y`, \"z;\" -- no; 'cut\n"
                                        + "/* ; ' */ FROM t; -- end; of it\n;;"))
                .containsExactly(new Statement("SELECT 'a;''b;' AS `x;``y`, \"z;\" \n  FROM t", 1));
    }

    @Test
    void linesAreCountedThroughComments() {
        assertThat(split("-- one\n/* two\nthree */\nSELECT 4;"))
                .containsExactly(new Statement("SELECT 4", 4));
    }

    @Test
    void hintsAreKept() {
        assertThat(split("SELECT * FROM t /*+ OPTIONS('a'=';') */;").get(0).text())
                .isEqualTo("SELECT * FROM t /*+ OPTIONS('a'=';') */");
    }

    @Test
    void aStatementSetIsOneStatement() {
        assertThat(
                        split(
                                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b"
                                        + " SELECT 2; END; SELECT 3;"))
                .extracting(Statement::text)
                .containsExactly(
                        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT"
                                + " 2; END",
                        "SELECT 3");
    }

    @Test
    void theSqlClientsStatementSetIsUnderstood() {
        assertThat(split("begin statement set;\nINSERT INTO a SELECT 1;\nend;"))
                .extracting(Statement::text)
                .containsExactly("EXECUTE STATEMENT SET BEGIN\nINSERT INTO a SELECT 1;\nend");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 'a;          | s.sql:1: the quote ' is not closed",
                "SELECT 1; /* x      | s.sql:1: the comment /* is not closed",
                "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; | s.sql:1: the statement set has no END",
            })
    void whatDoesNotEndIsRefused(String script, String message) {
        assertThatThrownBy(() -> split(script))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }
}
