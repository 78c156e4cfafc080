package org.apportion.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthLakeTest {
    private static final int ROWS = 2_000;

    @TempDir
    Path folder;

    @Test
    void copiesHaveRecordsGroupsAndSamplesOfTheirOwn() throws Exception {
        try (Engine engine =
                TimedEngineProvider.duckdb(new EngineSettings("duckdb", "512MB", 2, folder.resolve("spill")))) {
            MonthFiles files = new MonthFiles(folder);
            new MonthGenerator(engine, ROWS, 1).write(files);
            MonthLake one = new MonthLake(files);
            MonthLake three = new MonthLake(files, ROWS, 3);
            one.fill(engine);
            three.fill(engine);

            assertThat(records(engine, three))
                    .isEqualTo(records(engine, one).stream()
                            .map(figure -> figure * 3)
                            .toList());
        }
    }

    /** Different records and groups, thousandths of the cost, different samples. */
    private static List<Long> records(Engine engine, MonthLake lake) {
        RawScan scan = lake.scan(engine);
        return engine.query(
                        "SELECT r.n, r.g, r.cost, s.n FROM (SELECT count(DISTINCT \"x_RecordId\") AS n,"
                                + " count(DISTINCT (\"x_GroupId\", \"ResourceId\")) AS g,"
                                + " (sum(\"EffectiveCost\") * 10000000000)::BIGINT AS cost FROM " + scan.costs()
                                + ") AS r, (SELECT count(DISTINCT (resource, hour, consumer)) AS n FROM " + scan.usage()
                                + ") AS s",
                        row -> List.of(row.number(0), row.number(1), row.number(2), row.number(3)))
                .get(0);
    }
}
