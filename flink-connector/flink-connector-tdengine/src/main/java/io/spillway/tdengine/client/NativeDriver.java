/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.annotation.Internal;

/** Finds the vendor's driver, which is not a part of this connector, and connects by it. */
@Internal
final class NativeDriver {

    /** Neither the driver nor its library is where the JVM looks. */
    static final String MISSING = "NativeDriverMissing";

    private static final String CLASS = "com.taosdata.jdbc.TSDBDriver";

    private NativeDriver() {}

    /**
     * Goes through the endpoints until one answers.
     *
     * @throws ServiceException if none does, or the driver or its native library is missing
     */
    static Connection connect(TDengineGatewayOptions options) throws ServiceException {
        Driver driver = load();
        List<String> reasons = new ArrayList<>();
        SQLException last = null;
        for (String endpoint : options.endpoints()) {
            try {
                Connection connection = driver.connect(url(endpoint, options), login(options));
                if (connection != null) {
                    return connection;
                }
                reasons.add(endpoint + ": the driver does not know the address");
            } catch (SQLException e) {
                last = e;
                reasons.add(endpoint + ": " + Failures.oneLine(e.getMessage()));
            } catch (LinkageError e) {
                throw unlinked(e);
            }
        }
        boolean forGood =
                last != null
                        && reasons.size() == 1
                        && TDengineErrors.kind(last.getErrorCode(), reasons.get(0))
                                == FailureKind.FATAL;
        throw Failures.failure(
                forGood ? FailureKind.FATAL : FailureKind.RETRYABLE,
                forGood ? TDengineErrors.code(last.getErrorCode()) : TDengineErrors.CONNECT_FAILED,
                "connect to TDengine",
                String.join(",", options.endpoints()),
                0,
                String.join("; ", reasons),
                last);
    }

    private static Driver load() throws ServiceException {
        try {
            return (Driver)
                    Class.forName(CLASS, true, NativeDriver.class.getClassLoader())
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw missing(
                    "the class "
                            + CLASS
                            + " cannot be loaded; put com.taosdata.jdbc:taos-jdbcdriver into"
                            + " Flink's lib folder, or use the WebSocket transport",
                    e);
        }
    }

    private static String url(String endpoint, TDengineGatewayOptions options) {
        String database = options.database() == null ? "" : options.database();
        return "jdbc:TAOS://" + endpoint + "/" + database;
    }

    private static Properties login(TDengineGatewayOptions options) {
        Properties login = new Properties();
        login.setProperty("user", String.valueOf(options.user()));
        if (options.password() != null) {
            login.setProperty("password", options.password().reveal());
        }
        if (options.timeZone() != null) {
            login.setProperty("timezone", options.timeZone().getId());
        }
        return login;
    }

    /** The driver is there and something it needs is not. */
    static ServiceException unlinked(LinkageError e) {
        Throwable told = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        return missing(
                "the native library, or a class the driver needs, cannot be loaded ("
                        + told.getClass().getSimpleName()
                        + ": "
                        + Failures.oneLine(told.getMessage())
                        + "); install TDengine's client, whose libtaos must be in the"
                        + " java.library.path, with the driver and what it depends on in Flink's"
                        + " lib folder, or use the WebSocket transport",
                e);
    }

    private static ServiceException missing(String problem, Throwable cause) {
        return new ServiceException(
                FailureKind.FATAL,
                MISSING,
                0,
                null,
                "the native transport to TDengine is not available: " + problem,
                cause);
    }
}
