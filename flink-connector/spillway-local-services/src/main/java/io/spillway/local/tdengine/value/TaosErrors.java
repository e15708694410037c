/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import io.spillway.local.tdengine.engine.TaosException;

/** The server's errors, with its codes and texts. */
public final class TaosErrors {

    public static final int SYNTAX = 0x2600;
    public static final int INVALID_COLUMN = 0x2602;
    public static final int TABLE_NOT_EXIST = 0x2603;
    public static final int SQL_SYNTAX = 0x0216;
    public static final int INVALID_OPERATION = 0x0200;

    private static final int EXCERPT = 63;

    private TaosErrors() {}

    /** The parser's complaint about the rest of the statement. */
    public static TaosException syntax(String near) {
        return new TaosException(SYNTAX, "syntax error near \"" + near + "\"");
    }

    public static TaosException incomplete() {
        return new TaosException(0x2601, "Incomplete SQL statement");
    }

    /** The complaint of the parser of INSERT, which has a code and a form of its own. */
    public static TaosException insertSyntax(String near, String reason) {
        String excerpt = near.length() > EXCERPT ? near.substring(0, EXCERPT) : near;
        return new TaosException(
                SQL_SYNTAX, "syntax error near '" + excerpt + "' (" + reason + ")");
    }

    public static TaosException invalidOperation(String message) {
        return new TaosException(INVALID_OPERATION, message);
    }

    public static TaosException invalidColumn(String name) {
        return new TaosException(INVALID_COLUMN, "Invalid column name: " + name);
    }

    public static TaosException invalidTag(String name) {
        return new TaosException(0x260E, "Invalid tag name: " + name);
    }

    public static TaosException noTable() {
        return new TaosException(TABLE_NOT_EXIST, "Table does not exist");
    }

    public static TaosException noDatabase() {
        return new TaosException(0x0388, "Database not exist");
    }

    public static TaosException databaseNotSpecified() {
        return new TaosException(0x2616, "Database not specified");
    }

    public static TaosException noStable() {
        return new TaosException(0x0362, "STable not exist");
    }

    public static TaosException tableExists() {
        return new TaosException(0x0603, "Table already exists");
    }

    public static TaosException outOfRange() {
        return new TaosException(0x060B, "Timestamp data out of range");
    }

    public static TaosException tooLong(String column) {
        return new TaosException(0x2653, "Value too long for column/tag: " + column);
    }

    public static TaosException wrongType(String what) {
        return new TaosException(0x2605, "Invalid value type: " + what);
    }

    public static TaosException columnsNumber() {
        return new TaosException(0x263F, "Illegal number of columns");
    }

    public static TaosException tagsNotMatched() {
        return new TaosException(0x260D, "Tags number not matched");
    }

    public static TaosException duplicatedColumn() {
        return new TaosException(0x263C, "Duplicated column names");
    }

    public static TaosException keyNotSecond() {
        return new TaosException(0x2678, "composite primary key column must be second column");
    }

    public static TaosException keyType() {
        return new TaosException(
                0x2679,
                "composite primary key column must be of type int, uint, bigint, ubigint, and"
                        + " varchar");
    }

    public static TaosException keyChanged() {
        return new TaosException(
                0x267A, "composite primary key column can not be added, modified, and dropped");
    }

    public static TaosException keyIsNull() {
        return new TaosException(0x267B, "Primary key column should not be null");
    }

    public static TaosException alterTable() {
        return new TaosException(0x2649, "Invalid alter table statement");
    }

    public static TaosException invalidTbname() {
        return new TaosException(0x264C, "Invalid tbname pseudo column");
    }

    public static TaosException functionParameterType(String function) {
        return new TaosException(0x2802, "Invalid parameter data type : " + function);
    }
}
