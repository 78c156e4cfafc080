package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One generated bill, delivered in one piece, in several, and piece by piece in any order: the same charges, the same files. */
class ImportOrderPropertyTest {
    private static final long SEED = 20261121;
    private static final int ROWS = 120;
    private static final int PIECES = 4;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    @Test
    void howABillIsCutAndInWhichOrderItArrivesChangesNothing() {
        List<String> rows = rows();
        SmallCompany whole = SmallCompany.in(folder.resolve("whole"));
        whole.write("bills/october.csv", SmallCompany.bill(rows), 1_000);
        Outcome expected = outcome(whole);
        assertThat(expected.charges()).hasSizeGreaterThan(ROWS / 2);

        SmallCompany cut = prepared("cut");
        pieces(rows).forEach((name, text) -> cut.write(name, text, 1_000));
        assertThat(outcome(cut))
                .as("seed %s: %s files, four threads", SEED, PIECES)
                .isEqualTo(expected);

        SmallCompany slices = prepared("slices");
        slices.configure("mapping: focus", "mapping: focus\n    slicing: file");
        List<Map.Entry<String, String>> order = new ArrayList<>(pieces(rows).entrySet());
        Collections.shuffle(order, random);
        for (Map.Entry<String, String> piece : order) {
            slices.write(piece.getKey(), piece.getValue(), 1_000);
            try (Workspace workspace = slices.open()) {
                SmallCompany.imports(workspace);
            }
        }
        assertThat(outcome(slices))
                .as("seed %s: one slice after the other", SEED)
                .isEqualTo(expected);
    }

    private record Outcome(List<String> charges, Map<String, String> files) {}

    private static Outcome outcome(SmallCompany company) {
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            SmallCompany.run(workspace);
            // Manifests name the hashes of the configuration, which differ.
            Map<String, String> files = RepeatedMonthTest.published(company);
            files.keySet().removeIf(name -> name.endsWith(".manifest.json"));
            return new Outcome(SmallCompany.charges(workspace), files);
        }
    }

    private SmallCompany prepared(String name) {
        SmallCompany company = SmallCompany.in(folder.resolve(name));
        company.remove("bills/october.csv");
        company.configure("threads: 1", "threads: 4");
        return company;
    }

    private Map<String, String> pieces(List<String> rows) {
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        Map<String, String> pieces = new TreeMap<>();
        for (int i = 0; i < PIECES; i++) {
            List<String> piece = shuffled.subList(i * ROWS / PIECES, (i + 1) * ROWS / PIECES);
            pieces.put("bills/piece-" + i + ".csv", SmallCompany.bill(piece));
        }
        return pieces;
    }

    /** Costs of up to twelve decimals and either sign over all rules of the company, each row distinct. */
    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String day = "2026-10-%02d".formatted(1 + random.nextInt(30));
            String cost = BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, 12)
                    .toPlainString();
            String service = List.of("Kafka", "Wiki", "Compute").get(random.nextInt(3));
            String resource = service.equals("Kafka") ? "events" : service.equals("Wiki") ? "wiki" : "vm-" + i % 7;
            String category = random.nextInt(9) == 0 ? "Tax" : "Usage";
            rows.add(SmallCompany.row(
                    random.nextInt(4) == 0 ? "USD" : "EUR",
                    day + "T00",
                    day + "T01",
                    category,
                    service,
                    resource,
                    cost,
                    random.nextInt(3) == 0 ? "shop" : ""));
        }
        return rows;
    }
}
