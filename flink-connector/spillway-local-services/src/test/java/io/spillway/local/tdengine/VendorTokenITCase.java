/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vendor's driver before a server that asks for a token, as clouds do. */
@Timeout(60)
class VendorTokenITCase {

    @Test
    void theRightTokenComesInAndAWrongOneDoesNot() throws SQLException {
        try (LocalTDengine cloud = LocalTDengine.builder().token("t0ken").start()) {
            try (Connection connection = connect(cloud, "t0ken")) {
                assertThat(VendorServer.rows(connection, "select 1")).containsExactly(List.of(1L));
            }
            assertThatThrownBy(() -> connect(cloud, "other").close())
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                                    "jdbc:TAOS-WS://"
                                                            + cloud.endpoint()
                                                            + "/?user=root&password=taosdata")
                                            .close())
                    .isInstanceOf(SQLException.class);
        }
    }

    private static Connection connect(LocalTDengine cloud, String token) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:TAOS-WS://" + cloud.endpoint() + "/?token=" + token);
    }
}
