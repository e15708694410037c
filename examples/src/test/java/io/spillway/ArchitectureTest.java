/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not check. */
class ArchitectureTest {

    private static final String[] SHIPPED_ON_FLINK = {
        "io.spillway.common..",
        "io.spillway.datahub..",
        "io.spillway.debezium..",
        "io.spillway.tdengine..",
        "io.spillway.jobs.."
    };

    private static final List<String> CONNECTORS =
            List.of("io.spillway.datahub..", "io.spillway.debezium..", "io.spillway.tdengine..");

    private static JavaClasses main;

    @BeforeAll
    static void importMainClasses() {
        main =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.spillway");
        assertThat(main).hasSizeGreaterThan(100);
    }

    @Test
    void flinkIsUsedThroughItsPublicAnnotationsOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(SHIPPED_ON_FLINK)
                .should()
                .dependOnClassesThat(internalToFlink())
                .because("internal classes of Flink change without notice")
                .check(main);
    }

    @Test
    void everyPublicClassSaysHowStableItIs() {
        classes()
                .that()
                .resideInAnyPackage(SHIPPED_ON_FLINK)
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .should()
                .beAnnotatedWith(Internal.class)
                .orShould()
                .beAnnotatedWith(PublicEvolving.class)
                .orShould()
                .beAnnotatedWith(Experimental.class)
                .check(main);
    }

    @Test
    void commonKnowsNoConnector() {
        noClasses()
                .that()
                .resideInAPackage("io.spillway.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.spillway.datahub..",
                        "io.spillway.debezium..",
                        "io.spillway.tdengine..",
                        "io.spillway.jobs..",
                        "io.spillway.local..",
                        "io.spillway.examples..")
                .check(main);
    }

    @Test
    void connectorsKnowNeitherEachOtherNorWhatIsAboveThem() {
        for (String connector : CONNECTORS) {
            List<String> others = new ArrayList<>(CONNECTORS);
            others.remove(connector);
            others.addAll(
                    List.of("io.spillway.jobs..", "io.spillway.local..", "io.spillway.examples.."));
            noClasses()
                    .that()
                    .resideInAPackage(connector)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.toArray(String[]::new))
                    .check(main);
        }
    }

    @Test
    void jobsDoNotNeedLocalServices() {
        noClasses()
                .that()
                .resideInAPackage("io.spillway.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.spillway.local..", "io.spillway.examples..")
                .check(main);
    }

    @Test
    void localServicesShareNothingWithTheClientsTheyCheck() {
        noClasses()
                .that()
                .resideInAPackage("io.spillway.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.spillway.common..",
                        "io.spillway.datahub..",
                        "io.spillway.debezium..",
                        "io.spillway.tdengine..",
                        "io.spillway.jobs..",
                        "io.spillway.examples..",
                        "com.aliyun..",
                        "com.taosdata..")
                .because("a codec on both sides would hide its own bugs")
                .check(main);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.spillway.(**)").should().beFreeOfCycles().check(main);
    }

    @Test
    void testsUseJUnit5WithoutMocks() throws IOException {
        JavaClasses tests = new ClassFileImporter().importPaths(testClassFolders());
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit", "org.junit.runner..", "org.mockito..")
                .check(tests);
    }

    /** The compiled tests of every module, found from this module's own folder. */
    private static List<Path> testClassFolders() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> folders = Files.walk(root, 4)) {
            List<Path> found =
                    folders.filter(folder -> folder.endsWith(Path.of("target", "test-classes")))
                            .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static DescribedPredicate<JavaClass> internalToFlink() {
        return new DescribedPredicate<>("are internal to Flink") {
            @Override
            public boolean test(JavaClass type) {
                return type.getPackageName().startsWith("org.apache.flink.")
                        && !type.isArray()
                        && !isPublic(type);
            }
        };
    }

    /** An annotation on an enclosing class covers its members. */
    private static boolean isPublic(JavaClass type) {
        return type.isAnnotatedWith(Public.class)
                || type.isAnnotatedWith(PublicEvolving.class)
                || type.isAnnotatedWith(Experimental.class)
                || type.getPackageName().equals("org.apache.flink.annotation")
                || type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(false);
    }
}
