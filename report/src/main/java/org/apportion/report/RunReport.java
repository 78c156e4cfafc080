package org.apportion.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunTotal;
import org.jspecify.annotations.Nullable;

/** Lists the ledger's runs: one row per run and currency. */
final class RunReport {
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("run"),
            ReportColumn.text("month"),
            ReportColumn.text("state"),
            new ReportColumn("started", ReportColumn.Kind.TIME),
            ReportColumn.number("seconds"),
            ReportColumn.money("cost"),
            ReportColumn.money("charged"),
            ReportColumn.money("unallocated"),
            ReportColumn.text("currency"),
            ReportColumn.text("proof"),
            ReportColumn.text("version"),
            ReportColumn.text("error"));

    private final ReportSession session;

    RunReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(int limit) {
        List<Run> runs = session.ledger().read(transaction -> transaction.runs().latest(limit));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Run run : runs) {
            if (run.result().totals().isEmpty()) {
                rows.add(row(run, null));
            }
            run.result().totals().forEach(total -> rows.add(row(run, total)));
        }
        return new ReportTable(
                "Runs",
                COLUMNS,
                rows,
                List.of(),
                runs.isEmpty()
                        ? List.of("There is no run yet. Run 'apportion run --month <month>'.")
                        : runs.size() == limit ? List.of("Only the newest " + limit + " runs are shown.") : List.of());
    }

    private static List<@Nullable Object> row(Run run, @Nullable RunTotal total) {
        long passed =
                run.result().proofs().stream().filter(proof -> proof.passed()).count();
        int all = run.result().proofs().size();
        return Arrays.asList(
                run.id(),
                run.start().month().toString(),
                run.state().id(),
                run.start().started(),
                run.duration().map(RunReport::seconds).orElse(null),
                total == null ? null : total.billed(),
                total == null ? null : total.charged(),
                total == null ? null : unallocated(total),
                total == null ? null : total.currency(),
                all == 0 ? null : passed == all ? all + " passed" : (all - passed) + " of " + all + " failed",
                run.start().codeVersion(),
                run.errorCode());
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }

    private static BigDecimal unallocated(RunTotal total) {
        return total.unallocated().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
