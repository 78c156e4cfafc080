package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The example year in a folder: its steps, played as its script plays them, and what the commands tell about it. */
final class PlayedYear {
    private final Path folder;

    PlayedYear(Path folder) {
        this.folder = folder;
    }

    /** A command of the example; the first of a step brings the step's files. */
    record Command(Path step, boolean first, String text) {}

    static Path home() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(home.resolve("examples/year"))) {
            home = Objects.requireNonNull(home.getParent(), "the checkout");
        }
        return home;
    }

    static List<Command> commands() throws IOException {
        List<Command> commands = new ArrayList<>();
        for (Path step : list(home().resolve("examples/year/steps"))) {
            List<String> lines = Files.readAllLines(step.resolve("commands"));
            for (int line = 0; line < lines.size(); line++) {
                commands.add(new Command(step, line == 0, lines.get(line)));
            }
        }
        return commands;
    }

    Path folder() {
        return folder;
    }

    /** Puts a step's files over those that are there. */
    void lay(Path step) throws IOException {
        Path files = step.resolve("files");
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

    /** What {@code apportion} is given to do in this folder; the test itself is in another one. */
    List<String> arguments(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.replaceAll(word -> word.startsWith("out/") || word.endsWith(".yaml")
                ? folder.resolve(word).toString()
                : word);
        if (!words.get(0).equals("check-focus")) {
            words.addAll(List.of("--config", folder.resolve("apportion.yaml").toString()));
        }
        return words;
    }

    /** What a command says that must succeed. */
    String ask(String command) {
        Cli.Answer answer = Cli.run(arguments(command).toArray(String[]::new));
        assertThat(answer.code())
                .as("%s\n%s%s", command, answer.out(), answer.err())
                .isZero();
        return answer.out();
    }

    /** Rows of a question, column name to text. */
    List<Map<String, String>> rows(String question) {
        List<String> lines = ask(question + " --output csv").lines().toList();
        String[] names = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
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

    static List<String> months() {
        return Stream.iterate(1, month -> month + 1)
                .limit(12)
                .map("2026-%02d"::formatted)
                .toList();
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
