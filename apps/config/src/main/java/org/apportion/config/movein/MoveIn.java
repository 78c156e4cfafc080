package org.apportion.config.movein;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.FileReader;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.YamlReader;

/**
 * A configuration made of the settings of ccloud-chargeback-helper (its {@code config.yaml}, {@code .env} beside it).
 *
 * @param text of {@code apportion.yaml}; holds no secret, only references such as {@code ${env:NAME}}
 * @param warnings keys that were not taken over, and why, by line
 * @param notes what works otherwise here, for people
 */
public record MoveIn(String text, List<ConfigProblem> warnings, List<String> notes) {
    public MoveIn {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the old files; writes nothing.
     *
     * @param env an {@code .env} file, whose variables come before those of the environment
     * @param today UTC; the look-back is counted from it
     * @throws ConfigProblems if a file cannot be read or names no organization
     */
    public static MoveIn from(Path config, Optional<Path> env, Map<String, String> environment, LocalDate today) {
        Problems problems = new Problems();
        FileReader files = new FileReader(problems);
        String variables = env.flatMap(file -> files.read(file, file.toString(), Place.of(file.toString())))
                .orElse("");
        Optional<MapNode> root = files.read(config, config.toString(), Place.of(config.toString()))
                .flatMap(text -> new YamlReader(problems).read(text, config.toString()));
        Optional<Installation> found =
                root.map(node -> new OldFile(new Variables(variables, environment), problems).read(node));
        if (!problems.isEmpty()) {
            throw new ConfigProblems(config.toString(), problems.mistakes());
        }
        Installation installation = found.orElseThrow();
        return new MoveIn(new NewFile(installation, today).text(), problems.warnings(), notes(installation));
    }

    private static List<String> notes(Installation installation) {
        List<String> notes = new ArrayList<>();
        for (Installation.Organization organization : installation.organizations()) {
            String of = "Organization " + organization.id() + ": ";
            if (organization.isCloudAsked()) {
                notes.add(of + "the address of the metrics server is that of the Metrics API, which is asked directly"
                        + " (metrics: cloud). It keeps hours for seven days.");
            } else if (organization.metrics().isEmpty()) {
                notes.add(of + "no metrics server; the address given is the chargeback's own, or none. Shares are"
                        + " approximate: cost that follows usage is split evenly over the owners of keys, or stays with"
                        + " the resource. Each run says how much; 'metrics: cloud' asks the Metrics API instead.");
            }
        }
        notes.add("The chargeback's Prometheus needs no setting: each reader's hour is kept in the ledger, and"
                + " 'apportion feed prometheus' replaces the feeder script.");
        return notes;
    }
}
