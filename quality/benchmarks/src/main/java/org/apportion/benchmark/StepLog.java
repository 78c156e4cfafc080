package org.apportion.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long each statement of an engine took, in the order in which they began. Statements that begin alike are added up. */
final class StepLog {
    private static final int LABEL = 70;
    private static final Pattern TABLE =
            Pattern.compile("^CREATE (?:OR REPLACE )?TEMP(?:ORARY)? TABLE \"?([^\" ]+)\"?.*", Pattern.DOTALL);

    private final Map<String, Step> steps = new LinkedHashMap<>();

    void clear() {
        steps.clear();
    }

    <T> T time(String label, Supplier<T> work) {
        long start = System.nanoTime();
        double processor = Machine.processorSeconds();
        try {
            return work.get();
        } finally {
            Step step = new Step(label, (System.nanoTime() - start) / 1e9, Machine.processorSeconds() - processor);
            steps.merge(label, step, Step::plus);
        }
    }

    /** What a statement is called: the table it makes, or its first words. */
    static String label(String sql) {
        Matcher table = TABLE.matcher(sql);
        String text = table.matches() ? table.group(1) : sql.replaceAll("\\s+", " ");
        return text.length() <= LABEL ? text : text.substring(0, LABEL);
    }

    /** All steps, the dearest in processor time first. */
    List<Step> dearest() {
        return steps.values().stream()
                .sorted(Comparator.comparingDouble(Step::processorSeconds).reversed())
                .toList();
    }

    /** CSV lines without heading: step, seconds, processor seconds. */
    List<String> lines(String before) {
        List<String> lines = new ArrayList<>();
        for (Step step : steps.values()) {
            lines.add(before
                    + String.format(
                            Locale.ROOT,
                            ",\"%s\",%.3f,%.3f",
                            step.label().replace("\"", "\"\""),
                            step.seconds(),
                            step.processorSeconds()));
        }
        return lines;
    }

    /** A statement or several alike; wall clock and processor seconds. */
    record Step(String label, double seconds, double processorSeconds) {
        Step plus(Step other) {
            return new Step(label, seconds + other.seconds, processorSeconds + other.processorSeconds);
        }
    }
}
