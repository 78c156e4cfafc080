package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of imports, the lake ends the same, to the last column of the last row. */
class ImportOrderPropertyTest {
    private static final int DELIVERIES = 5;
    private static final int SLICES = 2;

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyOrderOfVersionsAndRepetitionsEndsWithTheSameLake(long seed) {
        Random random = new Random(seed);
        List<String> ordered = importAll(inOrder(), "ordered");
        List<Integer> shuffled = new ArrayList<>(inOrder());
        shuffled.addAll(inOrder().subList(0, 2));
        Collections.shuffle(shuffled, random);

        List<String> other = importAll(shuffled, "shuffled");

        assertThat(other).as("seed %d, order %s", seed, shuffled).isEqualTo(ordered);
        assertThat(ordered).as("seed %d", seed).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void filesThatArriveOneAfterTheOtherEndAsIfAllCameAtOnce(long seed) {
        Random random = new Random(seed);
        int files = 3;
        List<String> contents = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            contents.add(bill(random, file * 40, 1 + random.nextInt(6)));
        }
        List<String> atOnce;
        try (Installation here = new Installation(root.resolve("once"))) {
            for (int file = 0; file < files; file++) {
                here.bill("part-" + file + ".csv", contents.get(file));
            }
            here.run(Installation.focus(here.bills()));
            atOnce = here.wholeLake(Tables.COST_RECORD);
        }
        try (Installation here = new Installation(root.resolve("split"))) {
            for (int file : List.of(2, 0, 1)) {
                here.bill("part-" + file + ".csv", contents.get(file));
                here.run(Installation.focus(here.bills()));
            }
            assertThat(here.wholeLake(Tables.COST_RECORD)).as("seed %d", seed).isEqualTo(atOnce);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "1,3,2", "2,1,3", "2,3,1", "3,1,2", "3,2,1", "3", "all", "1,2,all", "2,all"})
    void aContentThatReturnsUnderANewVersionCountsInAnyOrder(String order) {
        String content = bill(new Random(31), 0, 3);
        List<String> contents = List.of(content, bill(new Random(32), 40, 2), content);
        try (Installation here = new Installation(root)) {
            for (int version = 1; version <= contents.size(); version++) {
                here.bill(version + "/s0_v" + version + ".csv", contents.get(version - 1));
            }
            for (String folder : order.split(",")) {
                here.run(source(
                        folder.equals("all") ? here.bills() : here.bills().resolve(folder)));
            }
            assertThat(here.costs("x_File").stream().distinct().count()).isEqualTo(1);
            assertThat(here.costs("x_Row")).as(order).hasSize(3);
        }
    }

    /** Delivery i is version i of slice i modulo {@value #SLICES}; its content follows from i and the seed alone. */
    private List<String> importAll(List<Integer> order, String name) {
        try (Installation here = new Installation(root.resolve(name))) {
            for (int delivery : order) {
                Random random = new Random(delivery * 31L);
                String file = "s" + delivery % SLICES + "_v" + delivery + ".csv";
                Path path = here.bill(
                        file + "-only/" + file,
                        bill(random, delivery % SLICES * 200 + delivery * 20, 1 + random.nextInt(5)));
                here.run(source(path));
            }
            return here.wholeLake(Tables.COST_RECORD);
        }
    }

    private static SourceDefinition source(Path path) {
        return Installation.source(
                "focus", path.toString(), Slicing.PATTERN, "/(?<slice>s\\d+)_v(?<version>\\d+)\\.csv$");
    }

    private static List<Integer> inOrder() {
        return java.util.stream.IntStream.range(0, DELIVERIES).boxed().toList();
    }

    private static String bill(Random random, int firstHour, int rows) {
        FocusBill bill = new FocusBill();
        for (int row = 0; row < rows; row++) {
            String cost = (random.nextInt(2000) - 200) + "." + random.nextInt(1_000_000);
            bill.row(
                    "2026-10",
                    firstHour + row,
                    "1",
                    random.nextBoolean() ? "EUR" : "USD",
                    "vm-" + random.nextInt(3),
                    cost);
        }
        return bill.toString();
    }
}
