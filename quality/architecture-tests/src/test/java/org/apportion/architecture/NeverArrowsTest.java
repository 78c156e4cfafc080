package org.apportion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. What is not listed is forbidden. */
class NeverArrowsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.apportion");

    private static final String[] JDK = {"java..", "org.jspecify.."};

    @Test
    void modelImportsOnlyTheJdk() {
        mayUse("org.apportion.model..");
    }

    @Test
    void spiImportsOnlyModel() {
        mayUse("org.apportion.spi..", "org.apportion.model..");
    }

    @Test
    void spiHasNoFrameworkJdbcHttpOrJsonInASignature() {
        noClasses()
                .that()
                .resideInAPackage("org.apportion.spi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net.http..", "javax..", "com..", "tools..")
                .check(ALL);
    }

    @Test
    void ownersImportsOnlyModel() {
        mayUse("org.apportion.owners..", "org.apportion.model..");
    }

    @Test
    void allocateImportsOnlyModelAndTheDialect() {
        mayUse("org.apportion.allocate..", "org.apportion.model..", "org.apportion.spi..");
        onlyTheDialectOfSpi("org.apportion.allocate..");
    }

    @Test
    void priceImportsOnlyModelAndTheDialect() {
        mayUse("org.apportion.price..", "org.apportion.model..", "org.apportion.spi..");
        onlyTheDialectOfSpi("org.apportion.price..");
    }

    @Test
    void allocateAndPriceArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("org.apportion.allocate..", "org.apportion.price..", "org.apportion.owners..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "org.slf4j..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("org.apportion.allocate..", "org.apportion.price..", "org.apportion.owners..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(ALL);
    }

    @Test
    void moneyIsNeverBinaryFloatingPoint() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.apportion.model..",
                        "org.apportion.allocate..",
                        "org.apportion.price..",
                        "org.apportion.publish..",
                        "org.apportion.report..",
                        "org.apportion.owners..")
                .should()
                .callConstructor(java.math.BigDecimal.class, double.class)
                .orShould()
                .callMethod(java.math.BigDecimal.class, "valueOf", double.class)
                .orShould()
                .callMethod(java.math.BigDecimal.class, "doubleValue")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Double")
                .check(ALL);
    }

    @Test
    void storesImportOnlyModelAndSpi() {
        mayUseBeside("org.apportion.lake..", "org.apportion.model..", "org.apportion.spi..", "org.apportion.ledger..");
        mayUseBeside("org.apportion.ledger..", "org.apportion.model..", "org.apportion.spi..");
    }

    @Test
    void ingestAndPublishImportOnlyTheStoresBeside() {
        for (String room : new String[] {"org.apportion.ingest..", "org.apportion.publish.."}) {
            mayUseBeside(
                    room,
                    "org.apportion.model..",
                    "org.apportion.spi..",
                    "org.apportion.lake..",
                    "org.apportion.ledger..");
        }
    }

    @Test
    void reportImportsTheStoresAndThePureRooms() {
        mayUseBeside(
                "org.apportion.report..",
                "org.apportion.model..",
                "org.apportion.spi..",
                "org.apportion.lake..",
                "org.apportion.ledger..",
                "org.apportion.allocate..",
                "org.apportion.price..");
    }

    @Test
    void meteringImportsTheLedgerBeside() {
        mayUseBeside(
                "org.apportion.metering..", "org.apportion.model..", "org.apportion.spi..", "org.apportion.ledger..");
    }

    @Test
    void enginesImportOnlyModelAndSpi() {
        mayUseBeside("org.apportion.engine..", "org.apportion.model..", "org.apportion.spi..");
    }

    @Test
    void pluginsImportOnlyModelSpiAndTheirToolbox() {
        mayUseBeside("org.apportion.http..", "org.apportion.model..", "org.apportion.spi..");
        for (String plugin : new String[] {"aws", "azure", "confluent", "gcp", "kubernetes", "prometheus", "upload"}) {
            mayUseBeside(
                    "org.apportion." + plugin + "..",
                    "org.apportion.model..",
                    "org.apportion.spi..",
                    "org.apportion.http..");
        }
    }

    @Test
    void eachCloudsLibraryIsKnownOnlyToItsPlugin() {
        onlyIn("software.amazon..", "org.apportion.aws..");
        onlyIn("com.azure..", "org.apportion.azure..");
        onlyIn("org.apache.sshd..", "org.apportion.upload..");
        onlyIn("com.google.auth..", "org.apportion.gcp..");
        onlyIn("io.fabric8..", "org.apportion.kubernetes..");
    }

    @Test
    void configImportsOnlyModelAndSpi() {
        mayUseBeside("org.apportion.config..", "org.apportion.model..", "org.apportion.spi..");
    }

    @Test
    void testkitImportsOnlyModelAndSpi() {
        mayUseBeside("org.apportion.testkit..", "org.apportion.model..", "org.apportion.spi..");
    }

    @Test
    void cliImportsConfigRunReportSpiAndModel() {
        mayUseBeside(
                "org.apportion.cli..",
                "org.apportion.config..",
                "org.apportion.run..",
                "org.apportion.report..",
                "org.apportion.metering..",
                "org.apportion.server..",
                "org.apportion.spi..",
                "org.apportion.model..");
    }

    @Test
    void serverImportsReportSpiAndModel() {
        mayUseBeside(
                "org.apportion.server..", "org.apportion.report..", "org.apportion.spi..", "org.apportion.model..");
    }

    @Test
    void springIsKnownOnlyToTheServer() {
        for (String library : new String[] {"org.springframework..", "org.apache.catalina..", "jakarta.servlet.."}) {
            onlyIn(library, "org.apportion.server..");
        }
    }

    @Test
    void onlyRunKnowsAllSteps() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.apportion.run..", "org.apportion.cli..", "org.apportion.run")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apportion.run..")
                .check(ALL);
    }

    @Test
    void duckDbIsKnownOnlyToItsEngine() {
        onlyIn("org.duckdb..", "org.apportion.engine.duckdb..");
    }

    @Test
    void icebergIsKnownOnlyToTheLake() {
        onlyIn("org.apache.iceberg..", "org.apportion.lake..");
    }

    @Test
    void celIsKnownOnlyToConfig() {
        onlyIn("dev.cel..", "org.apportion.config..");
    }

    @Test
    void jdbcStaysWithThoseWhoOwnTables() {
        noClasses()
                .that(resideOutsideOfPackages(
                        "org.apportion.ledger..",
                        "org.apportion.lake..",
                        "org.apportion.engine..",
                        "org.apportion.ingest.delivery..",
                        "org.apportion.publish.journal..",
                        "org.apportion.metering.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(ALL);
    }

    @Test
    void onlyOneExceptionCrossesBorders() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo("org.apportion.model.ApportionException")
                .check(ALL);
    }

    @Test
    void noNameHidesWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*\\.Default[A-Z].*")
                .check(ALL);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..", "..glue..")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.apportion.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void everyRoomIsLookedAt() {
        for (String room : new String[] {
            "model",
            "spi",
            "engine.duckdb",
            "ledger",
            "lake",
            "ingest",
            "owners",
            "allocate",
            "price",
            "publish",
            "run",
            "report",
            "metering",
            "config",
            "cli",
            "server",
            "http",
            "aws",
            "azure",
            "gcp",
            "kubernetes",
            "confluent",
            "testkit"
        }) {
            classes()
                    .that()
                    .resideInAPackage("org.apportion." + room + "..")
                    .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(alwaysTrue()))
                    .allowEmptyShould(false)
                    .check(ALL);
        }
    }

    /** Only the JDK, itself and these packages. */
    private static void mayUse(String room, String... allowed) {
        String[] packages = Stream.of(Stream.of(JDK), Stream.of(room), Stream.of(allowed))
                .flatMap(one -> one)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages))
                .check(ALL);
    }

    /** Of Apportion only itself and these rooms; libraries are limited by the class path. */
    private static void mayUseBeside(String room, String... allowed) {
        String[] packages = Stream.concat(Stream.of(room), Stream.of(allowed)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apportion..").and(resideOutsideOfPackages(packages)))
                .check(ALL);
    }

    private static void onlyTheDialectOfSpi(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apportion.spi..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                                        "org.apportion.spi.Dialect"))))
                .check(ALL);
    }

    private static void onlyIn(String library, String room) {
        noClasses()
                .that(resideOutsideOfPackages(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(ALL);
    }
}
