/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static io.spillway.tdengine.sink.Rows.delete;
import static io.spillway.tdengine.sink.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.BatchResult;
import io.spillway.common.write.BatchResult.FailedEntry;
import io.spillway.common.write.EntryOutcome;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sink.FakeTDengine.FakeRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server's answers to a batch become. */
class LaneWriterTest {

    private final FakeTDengine server =
            new FakeTDengine("st", TimestampPrecision.MILLIS, Rows.COLUMNS);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void rowsOfSeveralTablesAreWrittenByOneInsert() throws Exception {
        assertThat(write(writer(false), row("a", 1, 1, "x"), row("b", 2, null, null)).failures())
                .isEmpty();
        assertThat(server.rows("a").get(1L)).containsExactly(1L, 1L, "x");
        assertThat(server.rows("b").get(2L)).containsExactly(2L, null, null);
        assertThat(server.tags("a")).containsExactly(1L);
        assertThat(server.batches()).containsExactly(List.of("a:1", "b:2"));
        assertThat(server.statements())
                .containsExactly(
                        "INSERT INTO `db`.`st`(tbname,`ts`,`v`,`note`,`gid`) VALUES(?,?,?,?,?)");
    }

    @Test
    void explicitNullOfTheLastDuplicateOverwrites() throws Exception {
        write(writer(false), row("a", 1, 1, "x"), row("a", 1, null, "y"));
        assertThat(server.rows("a").get(1L)).containsExactly(1L, null, "y");
    }

    @Test
    void oneBadRowOfTenThousandIsFoundAndTheRestWritten() throws Exception {
        refuseNotes("n7777");
        LaneWriter writer = writer(false);
        BatchResult result = write(writer, Rows.ascending("a", 10_000).toArray(new SinkRow[0]));
        assertThat(result.failures())
                .extracting(FailedEntry::index, FailedEntry::outcome, FailedEntry::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(7777, EntryOutcome.REJECTED, "0x2653"));
        assertThat(result.failures().get(0).message()).contains("fake answers 0x2653");
        assertThat(server.rows("a")).hasSize(9_999).doesNotContainKey(7777L);
        assertThat(server.batches().size()).isLessThan(40);
        assertThat(server.openStatements()).as("failed statements are closed").isEqualTo(1);
    }

    @Test
    void manyBadRowsAreAllFound() throws Exception {
        refuseNotes("n0", "n3", "n4", "n99");
        BatchResult result = write(writer(false), Rows.ascending("a", 100).toArray(new SinkRow[0]));
        assertThat(result.failures()).extracting(FailedEntry::index).containsExactly(0, 3, 4, 99);
        assertThat(server.rows("a")).hasSize(96);
    }

    @Test
    void whereOneRefusalFailsTheJobNoMoreAreLookedFor() throws Exception {
        refuseNotes("n1", "n50");
        BatchResult result = write(writer(true), Rows.ascending("a", 100).toArray(new SinkRow[0]));
        assertThat(result.failures().get(0).index()).isEqualTo(1);
        assertThat(result.failures().get(0).outcome()).isEqualTo(EntryOutcome.REJECTED);
        assertThat(result.failures().subList(1, result.failures().size()))
                .allMatch(failure -> failure.outcome() == EntryOutcome.RETRY);
    }

    @Test
    void theRowARefusedOneWasToReplaceIsWritten() throws Exception {
        refuseNotes("bad");
        BatchResult result = write(writer(false), row("a", 1, 1, "good"), row("a", 1, 2, "bad"));
        assertThat(result.failures()).extracting(FailedEntry::index).containsExactly(1);
        assertThat(server.rows("a").get(1L)).containsExactly(1L, 1L, "good");
    }

    @ParameterizedTest
    @CsvSource({"RETRYABLE,RETRY", "THROTTLED,THROTTLED", "FATAL,FATAL"})
    void otherFailuresConcernTheWholeBatch(FailureKind kind, EntryOutcome outcome)
            throws Exception {
        server.onInsert(batch -> FakeTDengine.failure(kind, "0x0020"));
        BatchResult result = write(writer(false), row("a", 1, 1, ""), row("a", 2, 2, ""));
        assertThat(result.failures())
                .extracting(FailedEntry::index, FailedEntry::outcome, FailedEntry::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, outcome, "0x0020"),
                        org.assertj.core.groups.Tuple.tuple(1, outcome, "0x0020"));
    }

    @Test
    void afterAFailureTheStatementIsPreparedAnewAndHasNothingOfTheBadRow() throws Exception {
        LaneWriter writer = writer(false);
        refuseNotes("bad");
        write(writer, row("a", 1, 1, "bad"));
        assertThat(write(writer, row("a", 2, 1, "good")).failures()).isEmpty();
        assertThat(server.rows("a")).containsOnlyKeys(2L);
        assertThat(server.batches()).containsExactly(List.of("a:1"), List.of("a:2"));
        assertThat(server.statements()).hasSize(2);
    }

    @Test
    void troubleWhileABadRowIsSoughtStopsTheSearchWhereItIs() throws Exception {
        List<Integer> calls = new ArrayList<>();
        server.onInsert(
                batch -> {
                    calls.add(batch.size());
                    return batch.size() > 2
                            ? FakeTDengine.failure(FailureKind.RECORD, "0x060b")
                            : calls.size() > 3
                                    ? FakeTDengine.failure(FailureKind.RETRYABLE, "Timeout")
                                    : null;
                });
        BatchResult result = write(writer(false), Rows.ascending("a", 8).toArray(new SinkRow[0]));
        assertThat(result.failures())
                .extracting(FailedEntry::index)
                .containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(result.failures()).allMatch(f -> f.outcome() == EntryOutcome.RETRY);
        assertThat(server.rows("a")).containsOnlyKeys(0L, 1L);
    }

    @Test
    void nothingWrittenIsAFailure() throws Exception {
        server.answerZero();
        BatchResult result = write(writer(false), row("a", 1, 1, ""));
        assertThat(result.failures())
                .extracting(FailedEntry::outcome, FailedEntry::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(EntryOutcome.RETRY, "NothingWritten"));
    }

    @Test
    void whatNoOneExpectsFailsTheJob() {
        server.onInsert(
                batch -> {
                    throw new IllegalStateException("bug");
                });
        assertThatThrownBy(() -> write(writer(false), row("a", 1, 1, "")))
                .hasRootCauseMessage("bug");
    }

    @Test
    void deletesHaveStatementsOfTheirOwn() throws Exception {
        LaneWriter writer = writer(false);
        write(writer, Rows.ascending("a", 40).toArray(new SinkRow[0]));
        SinkRow[] changes =
                IntStream.range(0, 30)
                        .mapToObj(i -> i == 3 ? row("a", 3, 33, "new") : delete("a", i))
                        .toArray(SinkRow[]::new);
        assertThat(write(writer, changes).failures()).isEmpty();
        assertThat(server.rows("a")).hasSize(11).containsKey(3L);
        assertThat(server.statements()).contains("DELETE FROM `db`.`a` WHERE `ts` = 29");
    }

    @Test
    void aRowOfATableThatDoesNotExistIsDeletedAlready() throws Exception {
        assertThat(write(writer(false), delete("nowhere", 1)).failures()).isEmpty();
    }

    @Test
    void aDeleteThatFailsIsTriedAgainWithItsBatch() throws Exception {
        LaneWriter writer = writer(false);
        write(writer, row("a", 1, 1, ""));
        server.onExecute(sql -> FakeTDengine.failure(FailureKind.RETRYABLE, "0x0020"));
        BatchResult result = write(writer, delete("a", 1), row("a", 2, 2, ""));
        assertThat(result.failures()).hasSize(2);
        server.onExecute(sql -> null);
        assertThat(write(writer, delete("a", 1), row("a", 2, 2, "")).failures()).isEmpty();
        assertThat(server.rows("a")).containsOnlyKeys(2L);
    }

    @Test
    void tagsOfExistingTablesAreAlteredIfAskedTo() throws Exception {
        LaneWriter writer =
                new LaneWriter(
                        Rows.LAYOUT,
                        new PreparedInserter(gateway(), Rows.LAYOUT, true),
                        new RowDeleter(gateway(), Rows.LAYOUT.table()),
                        new TagChanges(gateway(), Rows.LAYOUT),
                        false);
        write(writer, row("a", 1, 1, "", 1, false), row("a", 2, 1, "", 2, false));
        assertThat(server.tags("a")).containsExactly(2L);
        write(writer, row("a", 3, 1, "", 2, false));
        write(writer, row("a", 4, 1, "", null, false));
        assertThat(server.statements().stream().filter(sql -> sql.startsWith("ALTER")))
                .containsExactly(
                        "ALTER TABLE `db`.`a` SET TAG `gid` = 2",
                        "ALTER TABLE `db`.`a` SET TAG `gid` = NULL");
    }

    private io.spillway.tdengine.client.TDengineGateway gateway() {
        return server.gatewayFactory().create();
    }

    private LaneWriter writer(boolean stopAtFirstRefusal) {
        return new LaneWriter(
                Rows.LAYOUT,
                new PreparedInserter(gateway(), Rows.LAYOUT, false),
                new RowDeleter(gateway(), Rows.LAYOUT.table()),
                null,
                stopAtFirstRefusal);
    }

    private static BatchResult write(LaneWriter writer, SinkRow... rows) throws Exception {
        return writer.write(Arrays.asList(rows)).get(10, TimeUnit.SECONDS);
    }

    private void refuseNotes(String... bad) {
        List<String> notes = List.of(bad);
        server.onInsert(
                batch -> {
                    for (FakeRow row : batch) {
                        if (notes.contains(String.valueOf(row.cells().get(2)))) {
                            ServiceException refusal =
                                    FakeTDengine.failure(FailureKind.RECORD, "0x2653");
                            return refusal;
                        }
                    }
                    return null;
                });
    }
}
