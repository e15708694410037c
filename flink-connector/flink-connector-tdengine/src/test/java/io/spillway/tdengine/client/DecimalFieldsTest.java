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

class DecimalFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO st(tbname,ts,d) VALUES(?,?,?)    | st",
                "insert into db.st (ts) values(?)             | db.st",
                "INSERT INTO `my db`.`s``t`(ts) VALUES(?)     | `my db`.`s``t`",
                "INSERT INTO ? USING st TAGS(?) VALUES(?,?)   | st",
                "INSERT INTO d1 USING db.`S T` TAGS(?) VALUES(?) | db.`S T`",
                "INSERT INTO nt VALUES(?,?)                   | nt"
            })
    void theTableOfAnInsertIsFound(String sql, String table) {
        assertThat(DecimalFields.table(sql)).isEqualTo(table);
    }

    @Test
    void aTableThatIsOnlyAQuestionMarkIsNone() {
        assertThat(DecimalFields.table("INSERT INTO ? VALUES(?,?)")).isNull();
        assertThat(DecimalFields.table("SELECT 1")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"3.3.6.0, true", "3.3.7.5, true", "3.3.8.0, false", "3.4.1.2, false"})
    void serversThatMayWantTextAreNotGuessedAt(String version, boolean known) {
        assertThat(DecimalFields.canBeBoundBy(version)).isEqualTo(known);
    }
}
