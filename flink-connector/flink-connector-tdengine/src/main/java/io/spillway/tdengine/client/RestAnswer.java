/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.tdengine.client.RestCells.RestTime;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * An answer to a statement over REST, parsed as far as its rows are asked for. The precision of its
 * times is that of the first of them, since the answer does not tell it otherwise.
 */
@Internal
final class RestAnswer {

    private static final int ROWS_PER_BLOCK = 4096;

    private final byte[] body;
    private final JsonParser parser;
    private final RestCells cells;
    private final List<Field> fields = new ArrayList<>();
    private final List<Object[]> firstRows = new ArrayList<>();

    @Nullable private TimestampPrecision precision;
    private int code;
    private String description = "";
    private long rowsRead;
    private long rowsAnnounced = -1;
    private boolean inRows;
    private boolean ended;
    private int blockStart;

    private RestAnswer(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
        this.cells = new RestCells(body, parser);
    }

    /** Reads an answer up to its first rows. */
    static RestAnswer open(byte[] body) throws MalformedMessageException {
        try {
            RestAnswer answer = new RestAnswer(body, Json.mapper().getFactory().createParser(body));
            if (answer.parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessageException("the answer is not a JSON object");
            }
            answer.readMembers();
            answer.fill(answer.firstRows);
            return answer;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** 0 or the server's error code. */
    int code() {
        return code;
    }

    String description() {
        return description;
    }

    List<Field> fields() {
        return List.copyOf(fields);
    }

    TimestampPrecision precision() {
        return precision == null ? TimestampPrecision.MILLIS : precision;
    }

    /** Whether the only column is the number of rows that a statement changed. */
    boolean isUpdate() {
        return fields.size() == 1 && fields.get(0).name().equals("affected_rows");
    }

    long affectedRows() {
        return firstRows.isEmpty() ? 0 : (Long) firstRows.get(0)[0];
    }

    /** The next rows, null after the last. */
    @Nullable
    ObjectBlock next() throws MalformedMessageException {
        List<Object[]> rows = new ArrayList<>(firstRows);
        firstRows.clear();
        try {
            if (rows.isEmpty()) {
                fill(rows);
            }
        } catch (IOException e) {
            throw malformed(e);
        }
        if (rows.isEmpty()) {
            return null;
        }
        int end = (int) parser.currentLocation().getByteOffset();
        ObjectBlock block = new ObjectBlock(fields(), precision(), rows, end - blockStart);
        blockStart = end;
        return block;
    }

    private void fill(List<Object[]> rows) throws IOException {
        while (inRows && rows.size() < ROWS_PER_BLOCK) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                inRows = false;
                readMembers();
            } else if (token == JsonToken.START_ARRAY) {
                rows.add(row());
                rowsRead++;
            } else {
                throw new MalformedMessageException("a row is not an array");
            }
        }
    }

    /** Reads what stands before and after the rows. */
    private void readMembers() throws IOException {
        while (!inRows && !ended) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_OBJECT) {
                checkEnd();
                return;
            }
            if (token != JsonToken.FIELD_NAME) {
                throw new MalformedMessageException("the answer ends early");
            }
            readMember(parser.currentName());
        }
    }

    private void readMember(String name) throws IOException {
        JsonToken token = parser.nextToken();
        switch (name) {
            case "code" -> code = parser.getIntValue() & 0xffff;
            case "desc" -> description = parser.getText();
            case "rows" -> rowsAnnounced = parser.getLongValue();
            case "column_meta" -> readColumns(token);
            case "data" -> {
                if (token != JsonToken.START_ARRAY) {
                    throw new MalformedMessageException("the rows are not an array");
                }
                inRows = true;
            }
            default -> parser.skipChildren();
        }
    }

    private void readColumns(JsonToken start) throws IOException {
        expect(start, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_ARRAY);
            expect(parser.nextToken(), JsonToken.VALUE_STRING);
            String name = parser.getText();
            expect(parser.nextToken(), JsonToken.VALUE_STRING);
            String type = parser.getText();
            expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
            fields.add(RestColumns.field(name, type, parser.getIntValue()));
            expect(parser.nextToken(), JsonToken.END_ARRAY);
        }
    }

    private Object[] row() throws IOException {
        Object[] row = new Object[fields.size()];
        for (int i = 0; i < row.length; i++) {
            if (parser.nextToken() == null || parser.currentToken() == JsonToken.END_ARRAY) {
                throw new MalformedMessageException("a row has too few values");
            }
            Object value = cells.read(fields.get(i));
            row[i] = value instanceof RestTime time ? count(time, fields.get(i)) : value;
        }
        expect(parser.nextToken(), JsonToken.END_ARRAY);
        return row;
    }

    private Long count(RestTime time, Field field) throws MalformedMessageException {
        if (precision == null) {
            precision = time.precision();
        }
        try {
            return time.in(precision);
        } catch (ArithmeticException e) {
            throw new MalformedMessageException(
                    "a time of column '" + field.name() + "' has too many digits");
        }
    }

    private void checkEnd() throws MalformedMessageException {
        ended = true;
        if (rowsAnnounced >= 0 && rowsAnnounced != rowsRead) {
            throw new MalformedMessageException(
                    "the answer announces " + rowsAnnounced + " rows and holds " + rowsRead);
        }
    }

    private static void expect(JsonToken token, JsonToken wanted) throws MalformedMessageException {
        if (token != wanted) {
            throw new MalformedMessageException("the answer is not of the form it should be");
        }
    }

    /** Jackson's own message would quote the answer. */
    private static MalformedMessageException malformed(IOException cause) {
        return cause instanceof MalformedMessageException known
                ? known
                : new MalformedMessageException(
                        cause instanceof JsonParseException
                                ? "the answer is not in JSON"
                                : "the answer is not of the form it should be");
    }
}
