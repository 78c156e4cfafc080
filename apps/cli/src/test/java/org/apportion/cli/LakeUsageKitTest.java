package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.Reports;
import org.apportion.run.Workspace;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.marketplace.ProductUsageKit;
import org.junit.jupiter.api.io.TempDir;

/** What Apportion computed, as a product's usage: each telling is a month that is closed. */
class LakeUsageKitTest extends ProductUsageKit {
    @TempDir
    private Path folder = Path.of("");

    private static final class Lake implements Product {
        private final Company company;
        private final Map<String, String> questions = new HashMap<>();
        private int month = 9;

        Lake(Path folder) {
            company = Company.in(folder);
            company.configure(
                    "    mapping: focus\n", "    mapping: focus\n  - {id: used, kind: usage, path: used/*.csv}\n");
            String october = company.text("bills/october.csv");
            company.write(
                    "bills/september.csv", october.replace("2026-10", "2026-09").replace("2026-11", "2026-10"), 1);
            questions.put("configuration", company.config());
        }

        /** Opened with a question for each metric that was told. */
        @Override
        public ProductUsage usage() {
            Map<String, String> asked = new HashMap<>(questions);
            if (asked.size() == 1) {
                asked.put("nodes", "usage; metric=nodes");
            }
            return new LakeUsageProvider().open(asked, Map.of(), InstantSource.system());
        }

        /** When the last month was closed. */
        @Override
        public Instant now() {
            LoadedConfiguration loaded =
                    ConfigurationLoader.installed(Workspace.shippedMappings()).load(Path.of(company.config()));
            try (Reports reports =
                    Reports.open(loaded.configuration(), loaded.ledger().address())) {
                return reports.closings().values().stream()
                        .max(Instant::compareTo)
                        .orElseThrow();
            }
        }

        @Override
        public void tell(Map<String, String> values) {
            String name = "2026-%02d".formatted(month++);
            StringBuilder used = new StringBuilder("hour,resource,consumer,metric,value\n");
            values.forEach((metric, value) -> {
                questions.put(metric, "usage; metric=" + metric);
                used.append(String.join(",", name + "-01T00:00:00Z", "cluster", "shop", metric, value))
                        .append('\n');
            });
            company.write("used/" + name + ".csv", used.toString(), 1);
            done("import");
            done("run", "--month", name);
            done("periods", "close", "--month", name);
        }

        private void done(String... words) {
            String[] all = java.util.Arrays.copyOf(words, words.length + 2);
            all[words.length] = "--config";
            all[words.length + 1] = company.config();
            Cli.Answer answer = Cli.run(all);
            assertThat(answer.code())
                    .as("%s %s", String.join(" ", words), answer)
                    .isZero();
        }

        @Override
        public void tellGarbage() {
            company.write("apportion.yaml", "{garbage", 1);
        }

        @Override
        public void stop() {
            try {
                Files.delete(company.file("apportion.yaml"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            // The temporary folder goes with its test.
        }
    }

    @Override
    protected Product openProduct() {
        return new Lake(folder);
    }
}
