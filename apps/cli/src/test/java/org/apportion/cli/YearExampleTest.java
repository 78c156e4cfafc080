package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the example year step by step, with processes killed at random in between, and checks it against the bills themselves:
 * what was closed and all corrections of a month are, in every currency, what its newest bills say, to the last digit.
 */
class YearExampleTest {
    private static final long SEED = 20261121;
    private static final int KILLS = 4;
    private static final int LONGEST_LIFE_MILLIS = 4_000;
    private static final Pattern GOOGLE = Pattern.compile("\"(?:cost|amount)\":(-?[0-9.]+)[,}](?!\"unit\")");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<String> played = new ArrayList<>();
    private final List<String> checked = new ArrayList<>();

    @Test
    void everyMonthEndsAsItsBillsSayWhateverHappensInBetween() throws Exception {
        List<Path> steps = list(home().resolve("examples/year/steps"));
        assertThat(steps).hasSize(13);
        TreeSet<Integer> killed = new TreeSet<>();
        while (killed.size() < KILLS) {
            killed.add(2 + random.nextInt(30));
        }
        int number = 0;
        for (Path step : steps) {
            lay(step.resolve("files"));
            for (String command : Files.readAllLines(step.resolve("commands"))) {
                if (killed.contains(number++)) {
                    kill(command);
                }
                play(step.getFileName() + ": ", command);
            }
        }
        Map<String, BigDecimal> booked = booked();
        assertThat(booked).as("seed %s, months and currencies", SEED).hasSize(24);
        assertThat(booked).as("seed %s, after %s", SEED, played).isEqualTo(billed());
        assertThat(checked)
                .as("the check of the exported bundle")
                .hasSize(2)
                .allMatch(text -> text.contains("no MUST rule is broken"));
        explainCorrections();
    }

    private void lay(Path files) throws IOException {
        if (!Files.isDirectory(files)) {
            return;
        }
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(files.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void play(String where, String command) {
        Cli.Answer answer = cli(command);
        assertThat(answer.code())
                .as("seed %s, %s%s\n%s%s", SEED, where, command, answer.out(), answer.err())
                .isZero();
        played.add(where + command);
    }

    private List<String> arguments(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        if (words.get(0).equals("check-focus")) {
            words.set(1, folder.resolve(words.get(1)).toString());
        } else {
            words.addAll(List.of("--config", folder.resolve("apportion.yaml").toString()));
        }
        return words;
    }

    private Cli.Answer cli(String command) {
        Cli.Answer answer = Cli.run(arguments(command).toArray(String[]::new));
        if (command.startsWith("check-focus")) {
            checked.add(answer.out());
        }
        return answer;
    }

    /** Begins the command in a process of its own and ends it as a power cut would. */
    private void kill(String command) throws Exception {
        List<String> process = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        process.addAll(arguments(command));
        Process started = new ProcessBuilder(process)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
        boolean ended = started.waitFor(500 + random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
        started.destroyForcibly().waitFor();
        played.add((ended ? "done twice: " : "killed: ") + command);
    }

    /** Month and currency to closed charges with all corrections, from what the commands tell. */
    private Map<String, BigDecimal> booked() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (int month = 1; month <= 12; month++) {
            String name = "2026-%02d".formatted(month);
            for (Map<String, String> row : rows("report --month " + name + " --by charge-class --output csv")) {
                if (!"Correction".equals(row.get("charge_class"))) {
                    add(sums, name + " " + row.get("currency"), row.get("amount"));
                }
            }
            for (Map<String, String> row : rows("periods corrections --month " + name + " --output csv")) {
                add(sums, row.get("of_month") + " " + row.get("currency"), row.get("amount"));
            }
        }
        return sums;
    }

    private void explainCorrections() {
        int explained = 0;
        for (int month = 2; month <= 12; month++) {
            List<Map<String, String>> rows =
                    rows("periods corrections --month 2026-%02d --charges --output csv".formatted(month));
            if (!rows.isEmpty()) {
                Map<String, String> row = rows.get(random.nextInt(rows.size()));
                Cli.Answer answer = cli("explain " + row.get("charge"));
                assertThat(answer.code()).as("%s\n%s", row, answer.err()).isZero();
                explained++;
            }
        }
        assertThat(explained).as("months with corrections").isGreaterThanOrEqualTo(5);
    }

    private List<Map<String, String>> rows(String command) {
        Cli.Answer answer = cli(command);
        assertThat(answer.code()).as("%s\n%s", command, answer.err()).isZero();
        List<String> lines = answer.out().lines().toList();
        List<Map<String, String>> rows = new ArrayList<>();
        String[] names = lines.get(0).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static void add(
            Map<String, BigDecimal> sums, String key, @org.jspecify.annotations.Nullable String amount) {
        sums.merge(
                key,
                new BigDecimal(Objects.requireNonNull(amount)).stripTrailingZeros(),
                (one, other) -> one.add(other).stripTrailingZeros());
    }

    /** The sums of the files as they lie there at the end of the year. */
    private Map<String, BigDecimal> billed() throws IOException {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String source : List.of("aws", "azure")) {
            for (Path file : list(folder.resolve("bills/" + source))) {
                List<String> lines = Files.readAllLines(file);
                for (String line : lines.subList(1, lines.size())) {
                    add(sums, month(file) + (source.equals("aws") ? " USD" : " EUR"), line.split(",")[0]);
                }
            }
        }
        for (Path file : list(folder.resolve("bills/gcp"))) {
            for (String line : Files.readAllLines(file)) {
                Matcher amount = GOOGLE.matcher(line);
                while (amount.find()) {
                    add(sums, month(file) + " USD", amount.group(1));
                }
            }
        }
        return sums;
    }

    private static String month(Path file) {
        return file.getFileName().toString().substring(0, 7);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(home.resolve("examples/year"))) {
            home = Objects.requireNonNull(home.getParent(), "the checkout");
        }
        return home;
    }
}
