package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that a provider moves to another billing month, or takes back, never count in the month that they left. */
class LeftMonthTest {
    private static final FileContent NOTHING = new FileContent("", Optional.empty(), 0, 0, List.of());
    private static final ImportRequest AS_NEWER = ImportRequest.ALL.replacing();

    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Slicing.class,
            names = {"FILE_SET", "FILE"})
    void rowsThatMoveToAnotherBillingMonthLeaveTheirOldOneWhenThatIsConfirmed(Slicing slicing) {
        SourceDefinition source = Installation.source("focus", here.bills().toString(), slicing, null);
        here.bill("oct.csv", row("2026-10"), 1_000);
        here.run(source);
        here.bill("oct.csv", row("2026-11"), 2_000);

        assertThatThrownBy(() -> here.run(source))
                .hasMessageStartingWith("IMPORT_ORDER_UNKNOWN focus 2026-10 ")
                .hasMessageContaining("The files hold no row of this delivery any more, such as "
                        + here.bills().resolve("oct.csv"));
        assertThat(months()).containsExactly("2026-10 10");

        assertThat(verdicts(here.run(source, AS_NEWER))).containsExactly(Verdict.REPLACED, Verdict.NEW);
        assertThat(months()).containsExactly("2026-11 10");
        assertThat(verdicts(here.run(source))).containsExactly(Verdict.UNCHANGED);

        here.bill("oct.csv", row("2026-10"), 3_000);
        assertThatThrownBy(() -> here.run(source)).hasMessageStartingWith("IMPORT_ORDER_UNKNOWN focus 2026-11 ");
        here.run(source, AS_NEWER);
        assertThat(months()).containsExactly("2026-10 10");
    }

    @Test
    void aBillThatHasOnlyAHeadingNowStops() {
        here.bill("oct.csv", row("2026-10"), 1_000);
        here.run(Installation.focus(here.bills()));
        here.bill("oct.csv", FocusBill.HEADING + "\n", 2_000);

        assertThatThrownBy(() -> here.run(Installation.focus(here.bills())))
                .hasMessageStartingWith("IMPORT_ORDER_UNKNOWN focus 2026-10 all");
        here.run(Installation.focus(here.bills()), AS_NEWER);
        assertThat(months()).isEmpty();
    }

    @Test
    void anotherMonthOrAFileThatCannotBeReadOrIsNotHereLeavesTheMonthAsItIs() {
        here.bill("oct.csv", row("2026-10"), 1_000);
        here.run(Installation.focus(here.bills().resolve("oct.csv")));
        here.bill("november/nov.csv", row("2026-11"), 2_000);
        here.run(Installation.focus(here.bills().resolve("november")));
        here.bill("oct.csv", row("2026-10").replace(",10,", ",ten,"), 3_000);
        here.run(Installation.focus(here.bills().resolve("oct.csv")));
        here.bill("oct.csv", "", 4_000);
        here.run(Installation.focus(here.bills()));

        assertThat(months()).containsExactly("2026-10 10", "2026-11 10");
    }

    @Test
    void aNewerManifestMovesTheRowsOfItsExportByItself() {
        here.bill("one/a.csv", row("2026-10"));
        here.bill("Manifest.json", manifest(2, "one/a.csv"));
        here.run(Installation.focus(here.bills()));
        here.bill("two/a.csv", row("2026-11"));
        here.bill("Manifest.json", manifest(3, "two/a.csv"));

        assertThat(verdicts(here.run(Installation.focus(here.bills())))).containsExactly(Verdict.REPLACED, Verdict.NEW);
        assertThat(months()).containsExactly("2026-11 10");
        assertThat(verdicts(here.run(Installation.focus(here.bills())))).containsExactly(Verdict.UNCHANGED);
    }

    @Test
    void theSameFileThatIsReadOtherwiseTakesItsRowsOutOfTheMonth() {
        DeliveredFile before = new DeliveredFile("a.csv", "hash", "one mapping", Instant.EPOCH);
        DeliveredFile now = new DeliveredFile("a.csv", "hash", "another mapping", Instant.EPOCH);
        Delivery present =
                new Delivery(new SliceKey("focus", Installation.october(), "all"), Optional.empty(), List.of(before));

        assertThat(new LeftMonths(Map.of(now, NOTHING), Map.of()).of(present))
                .hasValueSatisfying(rest -> assertThat(rest.files()).containsExactly(now));
        assertThat(new LeftMonths(Map.of(before, NOTHING), Map.of()).of(present))
                .isEmpty();
    }

    private static String manifest(int day, String file) {
        return """
                {"account": "1", "exportName": "a", "billingPeriod": "2026-10", "updatedAt": "2026-11-%02dT10:00:00Z",
                 "dataFiles": ["s3://bucket/%s"]}
                """.formatted(day, file);
    }

    private static String row(String month) {
        return new FocusBill().row(month, 0, "1", "EUR", "vm-1", "10").toString();
    }

    private static List<Verdict> verdicts(ImportReport report) {
        return report.slices().stream().map(SliceReport::verdict).toList();
    }

    private List<String> months() {
        return here.costs("concat_ws(' ', x_BillingMonth, BilledCost::INTEGER)");
    }
}
