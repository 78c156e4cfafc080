package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One case for each of some codes, from a whole configuration to the message as a reader gets it, to the letter: {@code
 * error-cases.txt}.
 */
class ErrorCasesTest {
    /** Set it to write the messages anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    private static final String ANIMALS =
            "{'principal:ant': 1, 'principal:bee': 1, 'principal:cat': 1, 'principal:dog': 1, 'principal:elk': 1,"
                    + " 'principal:fox': 1, 'principal:gnu': 1, 'principal:hen': 1}";
    private static final int SHORTEST_ID = 6;
    private static final Path MESSAGES = Path.of("src/test/resources/error-cases.txt");

    private static final Map<String, Function<Company, Cli.Answer>> CASES = new LinkedHashMap<>();

    static {
        CASES.put("ALLOCATE_WEIGHTS_OUT_OF_RANGE", company -> {
            company.configure("direct: {tag: team}", "fixed: {shop: 5000000000}");
            return run(company);
        });
        CASES.put(
                "CONFIG_NOT_WRITABLE",
                company -> Cli.run("init", company.file("apportion.yaml/new").toString()));
        CASES.put(
                "DEMO_NOT_COPIED",
                company -> Cli.run("demo", company.file("apportion.yaml/new").toString()));
        CASES.put("ENGINE_UNKNOWN", company -> {
            company.configure("{threads: 1", "{name: abacus, threads: 1");
            return run(company);
        });
        CASES.put("IMPORT_FORMAT_UNKNOWN", company -> {
            company.configure("mapping: focus", "mapping: auto");
            company.write("bills/october.csv", "planet,moons\nMars,2\n", 2_000);
            return run(company);
        });
        CASES.put("IMPORT_SOURCE_RENAMED", company -> {
            run(company);
            company.configure("id: bills", "id: bilsl");
            return run(company);
        });
        CASES.put("LAKE_DAMAGED", company -> {
            run(company);
            remove(company.file("data"), ".metadata.json");
            return Cli.run("report", "-c", company.config());
        });
    }

    static {
        CASES.put("MAPPING_UNREADABLE", company -> {
            company.configure("mapping: focus", "mapping: ours.yaml");
            writeLatin("note: Müll", company.file("ours.yaml"));
            return run(company);
        });
        CASES.put("NO_MONTH_YET", company -> Cli.run("report", "-c", company.config()));
        CASES.put("PAGE_NOT_WRITTEN", company -> {
            run(company);
            return Cli.run(
                    "statements", "--folder", company.file("apportion.yaml/new").toString(), "-c", company.config());
        });
        CASES.put("PUBLISH_CHARSET", company -> {
            company.bill(Company.row("Müll", "vm-1", "4.00", "shop"), 2_000);
            company.configure("content: charges", """
                    content: cost-centers
                        template: {group-by: [service], charset: US-ASCII, columns: [{value: "{service}"}]}""");
            return run(company);
        });
        CASES.put("REPORT_AMBIGUOUS", company -> {
            company.configure("direct: {tag: team}", "fixed: " + ANIMALS);
            company.bill(
                    Company.row("Compute", "vm-1", "4.00", "shop")
                            .replace("2026-10-01T01:00:00Z,Usage", "2026-11-01T00:00:00Z,Usage"),
                    2_000);
            run(company);
            return Cli.run("explain", twice(company), "-c", company.config());
        });
        CASES.put("REPORT_CURRENCIES_MIXED", company -> {
            company.configure(
                    "currency: EUR",
                    "currency: EUR\ncurrencies: {rates: [{date: 2026-01-01, from: USD, to: EUR, rate: 0.9, source: s}]}");
            company.bill(
                    Company.row("Compute", "vm-1", "4.00", "shop")
                            + Company.row("Compute", "vm-2", "1.00", "").replace("EUR", "USD"),
                    2_000);
            run(company);
            return Cli.run("metrics", "export", "--as", "chargeback-helper", "-m", "2026-10", "-c", company.config());
        });
        CASES.put("REPORT_NOT_CLOSED", company -> {
            run(company);
            return Cli.run("periods", "statement", "-m", "2026-10", "-c", company.config());
        });
        CASES.put(
                "RUN_SOURCE_CONFIGURED",
                company -> Cli.run("maintain", "forget", "-s", "bills", "-c", company.config()));
    }

    private static void writeLatin(String text, Path file) {
        try {
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(ending)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What two charges begin with. */
    private static String twice(Company company) {
        Set<String> seen = new HashSet<>();
        return Cli.run("charges", "-n", "1000", "-o", "csv", "-c", company.config())
                .out()
                .lines()
                .skip(1)
                .map(line -> line.substring(0, SHORTEST_ID))
                .filter(beginning -> !seen.add(beginning))
                .findFirst()
                .orElseThrow();
    }

    @TempDir
    Path folder;

    private static Cli.Answer run(Company company) {
        return Cli.run("run", "-m", "2026-10", "-q", "-c", company.config());
    }

    @Test
    void eachReaderIsToldWhatIsWrongAndWhatToDoNext() throws IOException {
        Map<String, String> told = new LinkedHashMap<>();
        CASES.forEach((code, reproduce) -> {
            Path own = folder.resolve(code);
            String message = reproduce
                    .apply(Company.in(own))
                    .err()
                    .lines()
                    .filter(line -> line.startsWith(code + " ") || line.startsWith(code + ": "))
                    .findFirst()
                    .orElse(code + " did not come");
            told.put(code, message.replace(own + "/", "").replace(own.toString(), "."));
        });

        String text = told.values().stream().collect(Collectors.joining("\n", "", "\n"));
        if (System.getenv(UPDATE) != null) {
            Files.writeString(MESSAGES, text);
        }
        assertThat(text).as("run with %s=1 to write it anew", UPDATE).isEqualTo(Files.readString(MESSAGES));
        assertThat(text).doesNotContain("did not come");
    }
}
