package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apportion.cli.PlayedYear.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the example year step by step, kills some of its commands at steps drawn by lot and repeats them, then compares three accounts
 * of each month to the last digit: its newest bills, the books with all corrections, and the bundles that went out.
 */
class YearExampleTest {
    private static final long SEED = 20261121;
    private static final String CORRECTIONS = "cost_and_usage_corrections.csv";

    /** Set it to write the example's page anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    @TempDir
    Path temporary;

    private final Random random = new Random(SEED);
    private final List<String> killed = new ArrayList<>();
    private final Map<String, String> said = new HashMap<>();

    @Test
    void everyMonthEndsAsItsBillsSayWhateverHappensInBetween() throws Exception {
        PlayedYear year = new PlayedYear(temporary.resolve("year"));
        play(year);

        YearSums sums = new YearSums(year);
        Map<String, BigDecimal> billed = sums.billed();
        assertThat(billed).as("months and issuers").hasSize(36);
        assertThat(sums.exported()).as("bundles, seed %s, %s", SEED, killed).isEqualTo(billed);
        assertThat(sums.booked()).as("books, seed %s, %s", SEED, killed).isEqualTo(YearSums.byCurrency(billed));
        assertThat(said.get("maintain compact")).startsWith("Gathered: ");
        everyBundleConforms(year);
        everyCorrectionIsExplained(year);
        everyFileArrives(year);
        thePageShowsWhatComes();
    }

    private void play(PlayedYear year) throws Exception {
        List<Command> commands = PlayedYear.commands();
        Map<Integer, String> deaths =
                deaths(commands.stream().map(Command::text).toList());
        for (int number = 0; number < commands.size(); number++) {
            Command command = commands.get(number);
            if (command.first()) {
                year.lay(command.step());
            }
            String step = deaths.get(number);
            if (step != null) {
                kill(year, command, step);
            }
            said.put(command.text(), year.ask(command.text()));
        }
    }

    /** Number of a command to the step at which it is killed: two runs, one before and one after it counts, and one of each other kind. */
    private Map<Integer, String> deaths(List<String> commands) {
        Map<Integer, String> deaths = new TreeMap<>();
        draw(deaths, commands, "run ", "STARTED", "CORRECTED", "ALLOCATED", "STAGED", "PROVED", "REPLACED", "NAMED");
        draw(deaths, commands, "run ", "COMMITTED", "PUBLISHED");
        draw(deaths, commands, "periods close", "PROVED", "NAMED", "COMMITTED");
        draw(deaths, commands, "periods reopen", "NAMED", "COMMITTED");
        draw(deaths, commands, "maintain expire", "FORGOTTEN", "SNAPSHOTS_REMOVED");
        return deaths;
    }

    private void draw(Map<Integer, String> deaths, List<String> commands, String kind, String... steps) {
        List<Integer> numbers = Stream.iterate(0, number -> number + 1)
                .limit(commands.size())
                .filter(number -> commands.get(number).startsWith(kind) && !deaths.containsKey(number))
                .toList();
        String room = kind.startsWith("maintain") ? "LakeStep." : "RunStep.";
        deaths.put(numbers.get(random.nextInt(numbers.size())), room + steps[random.nextInt(steps.length)]);
    }

    private void kill(PlayedYear year, Command command, String step) throws Exception {
        Path log = temporary.resolve("killed.log");
        KilledCommand.Fate fate = KilledCommand.killedAt(step, log, year.arguments(command.text()));
        killed.add(command.step().getFileName() + ": " + command.text() + " at " + step);
        assertThat(fate.killed())
                .as("seed %s, %s: killed, after %s\n%s", SEED, killed, fate.passed(), Files.readString(log))
                .isTrue();
    }

    /** Both files of each month that holds corrections. */
    private static void everyBundleConforms(PlayedYear year) {
        List<String> months = PlayedYear.months().stream()
                .filter(month -> Files.exists(year.folder().resolve("out/" + month + "/focus/" + CORRECTIONS)))
                .toList();
        assertThat(months).as("months with corrections").hasSizeGreaterThanOrEqualTo(6);
        for (String month : months) {
            for (String file : List.of("cost_and_usage.csv", CORRECTIONS)) {
                assertThat(year.ask("check-focus out/" + month + "/focus/" + file + " --strict --quiet"))
                        .as("%s of %s", file, month)
                        .contains("no MUST rule is broken");
            }
        }
    }

    /** Each correction names its cause; of each month and cause one is recomputed from its records. */
    private void everyCorrectionIsExplained(PlayedYear year) {
        Map<String, List<String>> charges = new TreeMap<>();
        for (String month : PlayedYear.months()) {
            for (Map<String, String> row : year.rows("periods corrections --month " + month + " --charges")) {
                assertThat(row.get("cause")).as("%s", row).isNotBlank();
                charges.computeIfAbsent(month + " " + row.get("cause"), key -> new ArrayList<>())
                        .add(row.get("charge"));
            }
        }
        assertThat(charges).as("months with corrections, and causes").hasSizeGreaterThanOrEqualTo(6);
        charges.forEach((key, ids) -> assertThat(year.ask("explain " + ids.get(random.nextInt(ids.size()))))
                .as(key)
                .isNotBlank());
        assertThat(charges.keySet().stream()
                        .filter(key -> key.contains("2026-10"))
                        .toList())
                .isEmpty();
    }

    /** Files of the last months go to an invoicing system; a second time there is nothing to send. */
    private static void everyFileArrives(PlayedYear year) throws IOException {
        Map<String, String> arrived = new ConcurrentHashMap<>();
        HttpServer system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String before = arrived.put(exchange.getRequestURI().getPath().substring(1), body);
            exchange.sendResponseHeaders(before == null ? 200 : 409, -1);
            exchange.close();
        });
        system.start();
        try {
            Path configuration = year.folder().resolve("apportion.yaml");
            Files.writeString(
                    configuration,
                    Files.readString(configuration)
                            + """
                    uploads:
                      - {id: erp, output: summary, plugin: https, settings: {url: "http://127.0.0.1:%d/{month}"}}
                    """.formatted(system.getAddress().getPort()));
            Map<String, String> files = new HashMap<>();
            for (String month : List.of("2026-11", "2026-12")) {
                year.ask("publish --month " + month + " --quiet");
                assertThat(year.ask("publish --month " + month + " --quiet")).contains("sent before");
                files.put(month, Files.readString(year.folder().resolve("out/" + month + "/summary.csv")));
            }
            assertThat(arrived).isEqualTo(files);
        } finally {
            system.stop(0);
        }
    }

    private void thePageShowsWhatComes() throws IOException {
        Path page = PlayedYear.home().resolve("examples/year/README.md");
        List<String> lines = Files.readAllLines(page);
        List<String> come = PageText.withBlocks(
                lines, PageText.blocks(lines).stream().map(this::asSaid).toList());
        if (System.getenv(UPDATE) != null) {
            Files.write(page, come);
            lines = come;
        }
        assertThat(String.join("\n", lines))
                .as("%s; run with %s=1 to write it anew", page, UPDATE)
                .isEqualTo(String.join("\n", come));
    }

    /** A block of commands with what these said when the year was played. */
    private PageBlock asSaid(PageBlock block) {
        if (!block.language().equals("console")) {
            return block;
        }
        List<String> lines = new ArrayList<>();
        for (String line : block.lines()) {
            if (line.startsWith("$ ")) {
                lines.add(line);
                said.getOrDefault(line.replace("$ apportion ", ""), "")
                        .lines()
                        .map(String::stripTrailing)
                        .forEach(lines::add);
            }
        }
        return block.withLines(lines);
    }
}
