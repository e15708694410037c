/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.sqljar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.flink.table.factories.Factory;
import org.junit.jupiter.api.Test;

/**
 * The jar that users hand to Flink, {@code -Dspillway.jar}: complete, and without classes that
 * could meet theirs.
 */
public abstract class SqlJarContract {

    private static final Path JAR = Path.of(System.getProperty("spillway.jar"));

    private final String tablePackage;
    private final List<String> identifiers;

    /**
     * @param tablePackage the package of the connector's table factory
     * @param identifiers what each of the connector's factories is found by
     */
    protected SqlJarContract(String tablePackage, String... identifiers) {
        this.tablePackage = tablePackage;
        this.identifiers = List.of(identifiers);
    }

    @Test
    void containsOurClassesAndWhatTheyNeedAndNothingOfFlink() throws IOException {
        Set<String> packages;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            packages =
                    jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> !name.startsWith("META-INF/"))
                            .map(name -> name.substring(0, name.lastIndexOf('/')))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(packages)
                .contains(tablePackage.replace('.', '/'), "io/spillway/common/write")
                .noneMatch(name -> name.startsWith("io/spillway/testing"))
                .allMatch(
                        name ->
                                name.startsWith("io/spillway/")
                                        || name.startsWith("org/apache/kafka/")
                                        || name.startsWith("net/jpountz/")
                                        || name.startsWith("com/github/luben/zstd")
                                        || name.startsWith("org/xerial/snappy"));
    }

    @Test
    void findsItsFactoriesAndItsDeadLetterTargetsFromTheJarAlone() throws Exception {
        URL[] jar = {JAR.toUri().toURL()};
        try (ChildFirst loader = new ChildFirst(jar, getClass().getClassLoader())) {
            assertThat(ServiceLoader.load(Factory.class, loader))
                    .filteredOn(factory -> factory.getClass().getName().startsWith("io.spillway."))
                    .allSatisfy(
                            factory -> {
                                assertThat(factory.getClass().getClassLoader()).isSameAs(loader);
                                assertThat(factory.requiredOptions()).isNotEmpty();
                            })
                    .extracting(Factory::factoryIdentifier)
                    .containsExactlyInAnyOrderElementsOf(identifiers);
            Class<?> spi =
                    loader.loadClass("io.spillway.common.deadletter.DeadLetterWriterFactory");
            List<String> types =
                    ServiceLoader.load(spi, loader).stream()
                            .map(provider -> provider.type().getPackageName())
                            .distinct()
                            .map(name -> name.substring(name.lastIndexOf('.') + 1))
                            .toList();
            assertThat(types).contains("kafka", "filesystem", "log");
        }
    }

    /** Loads from the jar first, as Flink does with the jars of users. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.spillway.")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
            }
            return super.loadClass(name, resolve);
        }
    }
}
