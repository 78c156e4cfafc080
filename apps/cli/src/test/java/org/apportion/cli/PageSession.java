package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does what a page of the documentation tells its readers, in an empty folder. A block that names a file is written, a
 * {@code diff} block is applied, a {@code console} block is run in a shell with the command {@code apportion}; {@code sql duckdb} and {@code sql ledger} blocks are asked, {@code text result} is their answer.
 */
final class PageSession {
    private static final String COMMAND = "$ ";

    private final Path start;
    private final Path program;
    private final Path errors;
    private final Path examples;
    private Path folder;
    private List<String> answer = List.of();

    PageSession(Path temporary, Path home) throws IOException {
        start = Files.createDirectories(temporary.resolve("session")).toRealPath();
        folder = start;
        program = Files.createDirectories(temporary.resolve("program"));
        errors = temporary.resolve("errors.txt");
        examples = home.resolve("examples").toRealPath();
        Path script = Files.writeString(
                program.resolve("apportion"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dapportion.interactive=false -Dslf4j.internal.verbosity=ERROR"
                        + " -Dapportion.home='" + home.toRealPath() + "' -cp '" + System.getProperty("java.class.path")
                        + "' org.apportion.cli.Main \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    /** The block as it should be: of a console block with the output that came, of all others itself. */
    PageBlock play(PageBlock block) throws IOException, InterruptedException, SQLException {
        if (block.language().equals("console")) {
            return block.withLines(console(block.lines()));
        }
        if (block.language().equals("text") && block.file().equals("result")) {
            return block.withLines(answer);
        }
        if (block.language().equals("sql")) {
            answer = block.file().isEmpty() ? List.of() : ask(block.file(), String.join("\n", block.lines()));
        } else if (!block.file().isEmpty()) {
            Path file = folder.resolve(block.file());
            Files.createDirectories(file.getParent());
            String text = String.join("\n", block.lines()) + "\n";
            Files.writeString(file, block.language().equals("diff") ? changed(file, block.lines()) : text);
        }
        return block;
    }

    private List<String> ask(String database, String sql) throws SQLException {
        String address = database.equals("ledger") ? "jdbc:sqlite:" + folder.resolve("data/ledger.db") : "jdbc:duckdb:";
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement()) {
            ResultSet found = statement.executeQuery(sql.replace("'out/", "'" + folder + "/out/"));
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join(" | ", cells));
            }
        }
        return rows;
    }

    private static String changed(Path file, List<String> lines) throws IOException {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : lines) {
            String text = line.isEmpty() ? "\n" : line.substring(1) + "\n";
            before.append(line.startsWith("+") ? "" : text);
            after.append(line.startsWith("-") ? "" : text);
        }
        String whole = Files.readString(file);
        int at = whole.indexOf(before.toString());
        assertThat(at).as("place of the change in %s", file).isNotNegative();
        return whole.substring(0, at) + after + whole.substring(at + before.length());
    }

    private List<String> console(List<String> lines) throws IOException, InterruptedException {
        List<String> result = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            assertThat(lines.get(i)).as("first line of a console block").startsWith(COMMAND);
            StringBuilder command = new StringBuilder(lines.get(i).substring(COMMAND.length()));
            result.add(lines.get(i++));
            while (command.toString().endsWith("\\")) {
                command.setLength(command.length() - 1);
                command.append(lines.get(i));
                result.add(lines.get(i++));
            }
            List<String> shown = new ArrayList<>();
            while (i < lines.size() && !lines.get(i).startsWith(COMMAND)) {
                shown.add(lines.get(i++));
            }
            result.addAll(PageText.likeShown(shown, run(command.toString())));
        }
        return result;
    }

    private List<String> run(String command) throws IOException, InterruptedException {
        if (command.matches("cd [^ ]+")) {
            folder = folder.resolve(command.substring(3));
            return List.of();
        }
        String script = command.replace("./apportion ", "apportion ").replace(" examples/", " " + examples + "/");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
        Map<String, String> environment = shell.environment();
        environment.put("PATH", program + File.pathSeparator + environment.get("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.keySet().removeIf(name -> name.startsWith("APPORTION_"));
        Process process = shell.directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            text += Files.readString(errors);
        }
        return text.replace(start + "/", "~/apportion/")
                .lines()
                .map(String::stripTrailing)
                .toList();
    }
}
