package org.apportion.ingest.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.model.ApportionException;

/** Settles the options of a source, and which data set a file holds. */
final class Binder {
    private static final Map<String, MappingDefinition.Option> COMMON = Map.of(
            AccountNames.OPTION,
            new MappingDefinition.Option("", List.of()),
            "time-zone",
            new MappingDefinition.Option("", List.of()),
            "date-format",
            new MappingDefinition.Option("", List.of()),
            "decimal",
            new MappingDefinition.Option("", List.of("point", "comma", "auto")),
            "finer-digits",
            new MappingDefinition.Option("", List.of("refuse", "round")));

    private final MappingDefinition definition;
    private final SourceLayout layout;
    private final Map<String, String> options = new LinkedHashMap<>();

    Binder(MappingDefinition definition, SourceLayout layout) {
        this.definition = definition;
        this.layout = layout;
        COMMON.forEach(this::settle);
        definition.options().forEach(this::settle);
    }

    private void settle(String name, MappingDefinition.Option option) {
        String given = layout.options().get(name);
        if (given != null && !option.allowed().isEmpty() && !option.allowed().contains(given)) {
            throw invalid(name, "option " + name + " is '" + given + "', expected one of " + option.allowed() + ".");
        }
        options.put(name, given == null ? option.standard() : given);
    }

    Binding binding() {
        String zone = orElse("time-zone", definition.zone());
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw invalid("time-zone", "option time-zone is '" + zone + "', which is no time zone.");
        }
        String decimalMark = orElse("decimal", definition.decimalMark());
        boolean round = orElse("finer-digits", definition.roundFinerDigits() ? "round" : "refuse")
                .equals("round");
        return new Binding(options, dataset(), zone, decimalMark, round);
    }

    /** Why the file's data set can't be told, if so. */
    Optional<String> problem() {
        if (definition.datasets().isEmpty() || dataset().isPresent()) {
            return Optional.empty();
        }
        MappingDefinition.Datasets datasets = definition.datasets().get();
        return Optional.of("option " + datasets.option() + " says " + datasets.together()
                + ", but neither the file's name nor its folders tell which one it is: rename the export's folder so that it"
                + " holds exactly one of "
                + datasets.patterns().keySet());
    }

    private Optional<String> dataset() {
        if (definition.datasets().isEmpty()) {
            return Optional.empty();
        }
        MappingDefinition.Datasets datasets = definition.datasets().get();
        String value = options.getOrDefault(datasets.option(), "");
        if (!value.equals(datasets.together())) {
            return Optional.of(value);
        }
        String path = layout.fileName().replace('\\', '/');
        return only(datasets, path.substring(path.lastIndexOf('/') + 1)).or(() -> only(datasets, path));
    }

    private static Optional<String> only(MappingDefinition.Datasets datasets, String text) {
        List<String> found = datasets.patterns().entrySet().stream()
                .filter(entry -> Pattern.compile(entry.getValue()).matcher(text).find())
                .map(Map.Entry::getKey)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private String orElse(String option, String standard) {
        String given = options.getOrDefault(option, "");
        return given.isEmpty() ? standard : given;
    }

    private ApportionException invalid(String option, String problem) {
        Set<String> known = definition.options().keySet();
        return new ApportionException(
                MappingError.MAPPING_OPTION_INVALID,
                definition.name(),
                problem,
                "Correct '" + option + "' of the source; the mapping's own options are " + known + ".");
    }
}
