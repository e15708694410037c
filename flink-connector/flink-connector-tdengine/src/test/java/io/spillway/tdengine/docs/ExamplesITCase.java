/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.sink.RowOutput;
import io.spillway.tdengine.sink.TDengineSerializationSchema;
import io.spillway.tdengine.sink.TDengineSink;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every example of the documentation, in its order, as it stands there. */
@Timeout(180)
class ExamplesITCase {

    private static final Path DOCUMENT = Path.of("../../docs/tdengine.md");
    private static final Pattern BLOCK =
            Pattern.compile("```(sql|tdengine|java)\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    /** What the examples name: on a server that runs elsewhere it may be taken. */
    private static final String NAME = "energy";

    private final String database = TestServer.isExternal() ? SERVER.newDatabaseName() : NAME;
    private final String topicName = database + "_topic";

    /** A database that has topics cannot be dropped, nor a topic that has consumers. */
    @AfterEach
    void dropTopic() {
        SERVER.dropTopic(topicName);
    }

    @Test
    void theExamplesRun() throws Exception {
        SqlTables sql = SqlTables.streaming(SERVER);
        List<String> ran = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        while (block.find()) {
            if (block.group(1).equals("java")) {
                continue;
            }
            for (String statement : block.group(2).split(";\\n")) {
                String adapted = adapted(statement.strip());
                if (block.group(1).equals("tdengine")) {
                    SERVER.execute(adapted);
                } else {
                    run(sql, adapted);
                }
                ran.add(adapted);
            }
        }
        assertThat(ran).hasSizeGreaterThan(12);
        assertThat(SERVER.query("SELECT message, location, tbname FROM `" + database + "`.alarms"))
                .hasToString("[[voltage is low, here, a_here]]");
        readAndWriteInDataStreams();
    }

    @Test
    void theDataStreamExampleIsTheOneThatIsRun() throws Exception {
        String test =
                withoutSpace(
                        Files.readString(
                                Path.of(
                                        "src/test/java",
                                        getClass().getName().replace('.', '/') + ".java")));
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        int examples = 0;
        while (block.find()) {
            if (block.group(1).equals("java")) {
                assertThat(test).contains(withoutSpace(block.group(2)));
                examples++;
            }
        }
        assertThat(examples).isEqualTo(1);
    }

    /** A query must answer a row; one that has no end is then ended. */
    private static void run(SqlTables sql, String statement) throws Exception {
        TableResult result = sql.environment().executeSql(statement);
        if (statement.startsWith("SELECT")) {
            try (CloseableIterator<Row> rows = result.collect()) {
                assertThat(rows.hasNext()).as(statement).isTrue();
                rows.next();
            }
        } else if (statement.startsWith("INSERT")) {
            result.await();
        }
    }

    private void readAndWriteInDataStreams() throws Exception {
        String endpoint = SERVER.endpoint();
        SERVER.execute("CREATE TABLE `" + database + "`.copies (ts TIMESTAMP, v INT)");
        TDengineGatewayFactory gateways =
                TDengineGateways.factory(
                        TDengineGatewayOptions.builder()
                                .endpoints(List.of(endpoint))
                                .user("root")
                                .password(Secret.of("taosdata"))
                                .build());
        TDengineScanSource<String> table =
                TDengineScanSource.<String>builder()
                        .setGatewayFactory(gateways)
                        .setTarget(
                                ScanTarget.table(database, "meters")
                                        .withColumns(List.of("voltage")))
                        .setDeserializer(new Voltages())
                        .build();
        TDengineTmqSource<String> topic =
                TDengineTmqSource.<String>builder()
                        .setGatewayFactory(gateways)
                        .setTopic(topicName)
                        .setGroupId(topicName + "_group")
                        .setDeserializer(new Voltages())
                        .setBounded()
                        .build();
        TDengineSink<Integer> sink =
                TDengineSink.<Integer>builder()
                        .setGatewayFactory(gateways)
                        .setTable(database, "copies")
                        .setSerializer(new Copies())
                        .build();

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        assertThat(
                        env.fromSource(topic, WatermarkStrategy.noWatermarks(), "topic")
                                .executeAndCollect(10))
                .containsExactlyInAnyOrder("219", "220");
        env.fromSource(table, WatermarkStrategy.noWatermarks(), "table")
                .map(Integer::valueOf)
                .sinkTo(sink);
        env.execute();
        assertThat(SERVER.query("SELECT v FROM `" + database + "`.copies ORDER BY v"))
                .hasToString("[[219], [220]]");
    }

    private String adapted(String statement) {
        return statement
                .replace("127.0.0.1:6041", SERVER.endpoint())
                .replace(NAME + "_topic", topicName)
                .replace(NAME + "_job", database + "_job")
                .replaceAll("\\b" + NAME + "\\b", database);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** The last column of each row, as text. */
    private static final class Voltages implements TDengineDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(SourceRows rows, int row, Collector<String> out) {
            for (int column = 0; column < rows.data().fields().size(); column++) {
                if (rows.data().fields().get(column).name().equals("voltage")) {
                    out.collect(Long.toString(rows.data().getLong(column, row)));
                }
            }
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    /** A value at a time made of it. */
    private static final class Copies implements TDengineSerializationSchema<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public List<String> columns() {
            return List.of("ts", "v");
        }

        @Override
        public boolean serialize(Integer value, RowOutput row) throws RecordException {
            row.setTimestamp(0, Instant.ofEpochMilli(1_700_000_000_000L + value));
            row.setLong(1, value);
            return true;
        }
    }
}
