package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.MetricFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the page about metrics are made from what the server tells. */
class MetricsPageTest {
    /** Set it to write the page anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    private static final Path PAGE = Path.of("../../docs/reference/metrics.md");

    @TempDir
    Path folder;

    @Test
    void thePageNamesEveryMetricWithItsLabels() throws IOException {
        String text = Files.readString(PAGE);
        String made = text;
        try (MetricsFeed feed = ServedMonth.in(folder).feed()) {
            made = filled(made, "totals", ToldFamilies.ofTotals(feed));
            made = filled(made, "hours", ToldFamilies.ofHours(feed));
        }
        if (System.getenv(UPDATE) != null) {
            Files.writeString(PAGE, made);
            text = made;
        }
        assertThat(text).as("run with " + UPDATE + "=1 to write it anew").isEqualTo(made);
    }

    private static String filled(String text, String name, List<MetricFamily> families) {
        String begin = "<!-- " + name + ": made by a test -->\n";
        String end = "<!-- end -->";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        assertThat(text).contains(begin);
        StringBuilder table = new StringBuilder("| metric | labels | meaning |\n| --- | --- | --- |\n");
        families.forEach(family -> table.append("| `")
                .append(family.name())
                .append("` | ")
                .append(String.join(", ", family.labels()))
                .append(" | ")
                .append(family.help())
                .append(" |\n"));
        return text.substring(0, from) + table + text.substring(to);
    }
}
