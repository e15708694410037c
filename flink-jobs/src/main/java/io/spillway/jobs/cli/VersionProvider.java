/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine.IVersionProvider;

/** The versions of Spillway, of the Flink it was built for, and of Java. */
@Internal
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in =
                VersionProvider.class.getResourceAsStream("/spillway-build.properties")) {
            build.load(in);
        }
        return new String[] {
            "spillway "
                    + build.getProperty("version")
                    + " (Flink "
                    + build.getProperty("flink")
                    + ", Java "
                    + Runtime.version().feature()
                    + ")"
        };
    }
}
