package org.apportion.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.secret.EnvironmentSecrets;
import org.apportion.config.secret.FileSecrets;
import org.apportion.config.secret.SecretReferences;

/** Writes small configurations into a folder and loads them. */
record Loading(Path folder, Map<String, String> environment) {
    static Loading in(Path folder) {
        return new Loading(folder, Map.of());
    }

    Loading file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Loading file(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoadedConfiguration load() {
        return new ConfigurationLoader(
                        new SecretReferences(List.of(new EnvironmentSecrets(environment), new FileSecrets())), Set.of())
                .load(folder.resolve("apportion.yaml"));
    }

    LoadedConfiguration load(String text) {
        return file("apportion.yaml", text).load();
    }

    /** The mistakes, without the folder. */
    List<String> mistakes() {
        ConfigProblems problems = catchThrowableOfType(ConfigProblems.class, this::load);
        return problems == null
                ? List.of()
                : problems.problems().stream().map(this::shown).toList();
    }

    List<String> mistakes(String text) {
        return file("apportion.yaml", text).mistakes();
    }

    String shown(ConfigProblem problem) {
        return problem.toString().replace(folder + "/", "");
    }
}
