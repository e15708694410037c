/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.host.Await;
import io.spillway.local.host.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalPostgresITCase {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(20);

    @Test
    void isReadyForChangeDataCaptureAndLeavesNothingBehind() throws Exception {
        Path data;
        Set<ProcessHandle> processes;
        LocalPostgres postgres = LocalPostgres.builder().database("my \"shop\"").start();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            data = postgres.dataDirectory();
            processes = processesOf(data);
            assertThat(processes).isNotEmpty();
            assertThat(only(statement, "SHOW wal_level")).isEqualTo("logical");
            assertThat(only(statement, "SELECT current_database()")).isEqualTo("my \"shop\"");
            assertThat(only(statement, "SELECT current_user")).isEqualTo(postgres.user());
            statement.execute("SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
        } finally {
            postgres.close();
            postgres.close();
        }
        assertThat(data.getParent()).doesNotExist();
        awaitEnd(processes);
        assertThat(ProcessHandle.of(postgres.watchdogPid())).isEmpty();
    }

    @Test
    void manyStartAtTheSameTimeEachWithItsOwnData() throws Exception {
        int count = 3;
        ExecutorService executor = Executors.newFixedThreadPool(count);
        List<LocalPostgres> servers = new ArrayList<>();
        try {
            List<Callable<LocalPostgres>> starts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                starts.add(LocalPostgres::start);
            }
            for (Future<LocalPostgres> started : executor.invokeAll(starts)) {
                servers.add(started.get());
            }
            for (LocalPostgres server : servers) {
                try (Connection connection = server.connect();
                        Statement statement = connection.createStatement()) {
                    assertThat(only(statement, "SHOW data_directory"))
                            .isEqualTo(server.dataDirectory().toString());
                }
            }
            assertThat(servers).extracting(LocalPostgres::port).doesNotHaveDuplicates();
        } finally {
            for (LocalPostgres server : servers) {
                server.close();
            }
            executor.shutdownNow();
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalPostgres.builder().port(taken.getLocalPort()).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }
    }

    @Test
    void aServerThatRefusesItsConfigurationSaysWhyAndIsRemoved() throws Exception {
        Set<Path> before = directories();
        assertThatThrownBy(() -> LocalPostgres.builder().serverConfig("work_mem", "lots").start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("work_mem");
        assertThat(directories()).isEqualTo(before);
    }

    @Test
    void endsWithAKilledJvm() throws Exception {
        Path data;
        try (ChildJvm child = new ChildJvm(PostgresHolder.class)) {
            data = Path.of(child.read("data"));
            assertThat(processesOf(data)).isNotEmpty();
            Set<ProcessHandle> processes = processesOf(data);
            child.kill();
            awaitEnd(processes);
        }
        Await.until("files are gone", GONE_WITHIN, () -> Files.notExists(data.getParent()));
        try (LocalPostgres next = LocalPostgres.start();
                Connection connection = next.connect()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void theNextStartRemovesWhatEvenTheWatchdogCouldNot() throws Exception {
        Path data;
        Set<ProcessHandle> processes;
        try (ChildJvm child = new ChildJvm(PostgresHolder.class)) {
            data = Path.of(child.read("data"));
            ProcessHandle.of(Long.parseLong(child.read("watchdog")))
                    .orElseThrow()
                    .destroyForcibly();
            processes = processesOf(data);
            child.kill();
        }
        assertThat(processes).anyMatch(ProcessHandle::isAlive);
        try (LocalPostgres next = LocalPostgres.start()) {
            assertThat(data.getParent()).doesNotExist();
            awaitEnd(processes);
            assertThat(next.dataDirectory()).isDirectory();
        }
    }

    @Test
    void endsWithAJvmThatIsToldToEnd() throws Exception {
        try (ChildJvm child = new ChildJvm(PostgresHolder.class)) {
            Path data = Path.of(child.read("data"));
            Set<ProcessHandle> processes = processesOf(data);
            child.terminate();
            assertThat(processes).isNotEmpty();
            awaitEnd(processes);
            assertThat(data.getParent()).doesNotExist();
        }
    }

    /** A process that has ended is alive to the JVM until init has collected it. */
    private static void awaitEnd(Set<ProcessHandle> processes) throws Exception {
        Await.until(
                processes + " have ended",
                GONE_WITHIN,
                () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The server and its children, whose command lines do not name the directory. */
    private static Set<ProcessHandle> processesOf(Path data) {
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                process.info().arguments().stream()
                                        .flatMap(Arrays::stream)
                                        .anyMatch(data.toString()::equals))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .collect(Collectors.toSet());
    }

    private static Set<Path> directories() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(
                            path ->
                                    path.getFileName()
                                            .toString()
                                            .startsWith(
                                                    "spillway-postgres-"
                                                            + ProcessHandle.current().pid()
                                                            + "-"))
                    .collect(Collectors.toSet());
        }
    }

    private static String only(Statement statement, String query) throws Exception {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
