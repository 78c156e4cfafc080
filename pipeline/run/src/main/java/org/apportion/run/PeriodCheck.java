package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunTotal;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.StatementLine;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.table.Tables;
import org.apportion.publish.Publisher;
import org.apportion.publish.journal.IssuedFiles;
import org.apportion.publish.journal.RunOutputs;

/** What stands in the way of closing a month, and what should be known before. */
final class PeriodCheck {
    /** Sections of the configuration that decide amounts, owners or prices. */
    private static final List<String> DECIDING =
            List.of("cost-basis", "rules", "tags", "directory", "organization", "prices", "currencies", "currency");

    private final Workspace workspace;
    private final BillingMonth month;
    private final LakeView current;
    private final List<Period> closed;

    PeriodCheck(Workspace workspace, BillingMonth month, LakeView current, List<Period> closed) {
        this.workspace = workspace;
        this.month = month;
        this.current = current;
        this.closed = closed;
    }

    /** Sentences with the next step; empty if the month can be closed. */
    List<String> obstacles(Optional<Run> found) {
        String again = "Run 'apportion run --month " + month + "'.";
        if (found.isEmpty()) {
            return List.of("it has no committed run. " + again);
        }
        Run run = found.get();
        List<String> obstacles = new ArrayList<>();
        if (run.result().proofs().isEmpty() || run.result().proofs().stream().anyMatch(proof -> !proof.passed())) {
            obstacles.add("run " + run.id() + " has no passed proof. " + again);
        }
        LakeView read = workspace.lake().at(run.start().inputs());
        InputsState now = state(current, month, "");
        InputsState then = state(read, month, "");
        if (!now.cost().equals(then.cost())) {
            obstacles.add("deliveries came after run " + run.id() + ", which did not read them. " + again);
        }
        if (!now.usage().equals(then.usage())) {
            obstacles.add("usage came after run " + run.id() + ", which did not read it. " + again);
        }
        List<String> sections = changedSections(run);
        if (!sections.isEmpty()) {
            obstacles.add("the configuration has changed since run " + run.id() + " in " + String.join(", ", sections)
                    + ". " + again);
        }
        if (isTakenBack(run)) {
            obstacles.add("corrections that run " + run.id()
                    + " booked were taken out of it when the month they are of was reopened. " + again);
        }
        for (String output : unwritten(run)) {
            obstacles.add("run " + run.id() + " ended before it had written the file of " + output + ". " + again);
        }
        obstacles.addAll(pendingCorrections(again));
        return obstacles;
    }

    /**
     * Outputs whose file the run did not write, which nothing would write again once the month is closed. A run plans its files when it
     * is committed, so a missing one is told from one that was moved away.
     */
    private List<String> unwritten(Run run) {
        Map<String, Boolean> planned = workspace.ledger().read(transaction -> new RunOutputs(transaction).of(run.id()));
        Set<String> issued = workspace.ledger().read(transaction -> new IssuedFiles(transaction).writtenBy(run.id()));
        return workspace.configuration().outputs().stream()
                .filter(output -> {
                    Boolean written = planned.get(output.id());
                    return written == null
                            ? isUnwritten(output, run, issued)
                            : !written
                                    && Publisher.manifest(output, month, run.id())
                                            .isEmpty();
                })
                .map(OutputDefinition::id)
                .toList();
    }

    /** Of an output that the run did not plan: the run is of before that was kept, or the output came later. */
    private boolean isUnwritten(OutputDefinition output, Run run, Set<String> issued) {
        return output.content() == OutputDefinition.Content.COST_CENTERS
                ? !issued.contains(output.id())
                        && Publisher.manifest(output, month, run.id()).isEmpty()
                : Publisher.isOfAnotherRun(output, month, run.id());
    }

    /** Whether what would be frozen is what the run has proved, to the last digit. */
    List<String> unkept(Run run, List<StatementLine> statement) {
        Map<String, BigDecimal> kept = new TreeMap<>();
        run.result()
                .totals()
                .forEach(total -> kept.put(total.currency(), total.charged().negate()));
        statement.stream()
                .filter(line -> line.originMonth().equals(month))
                .forEach(line -> kept.merge(line.currency(), line.amount(), BigDecimal::add));
        return kept.values().stream().allMatch(difference -> difference.signum() == 0)
                ? List.of()
                : List.of("the charges that are kept are not those that run " + run.id()
                        + " has proved. Run 'apportion run --month " + month + "'.");
    }

    /** Whether the month holds other corrections now than the run left, whose results would be frozen. */
    private boolean isTakenBack(Run run) {
        LakeView left = workspace
                .lake()
                .at(workspace.ledger().read(transaction -> PeriodBooks.snapshotsAfter(transaction, run)));
        FileFilter ofMonth = FileFilter.ALL.is("billing_month", month.toString());
        return Stream.of(Tables.CORRECTION, Tables.PRICE_LINE)
                .filter(table -> !left.files(table, ofMonth).equals(current.files(table, ofMonth)))
                .anyMatch(table -> differ(left.relation(table, ofMonth), current.relation(table, ofMonth)));
    }

    /** Compaction writes the same rows into other files. */
    private boolean differ(String one, String other) {
        String rows = "SELECT * FROM " + one + " AS a EXCEPT ALL SELECT * FROM " + other + " AS b";
        String reverse = "SELECT * FROM " + other + " AS b EXCEPT ALL SELECT * FROM " + one + " AS a";
        return workspace
                        .engine()
                        .query(
                                "SELECT count(*) FROM ((" + rows + ") UNION ALL (" + reverse + ")) AS d",
                                row -> row.number(0))
                        .get(0)
                > 0;
    }

    /** Closed months whose differences belong into this month and are not yet booked. */
    private List<String> pendingCorrections(String again) {
        List<String> obstacles = new ArrayList<>();
        for (Period period : closed) {
            boolean here = period.month().compareTo(month) < 0
                    && CorrectionStep.booksFor(current, period.month(), closed)
                            .filter(month::equals)
                            .isPresent();
            String inputs = workspace
                    .ledger()
                    .read(transaction -> new Periods(transaction).reconciled(period.month()))
                    .orElseThrow()
                    .inputs();
            if (here && !state(current, period.month(), inputs).text().equals(inputs)) {
                obstacles.add(
                        "what has changed for the closed month " + period.month() + " is not yet booked. " + again);
            }
        }
        return obstacles;
    }

    List<String> warnings(Run run) {
        List<String> warnings = new ArrayList<>();
        if (workspace.clock().instant().isBefore(month.end())) {
            warnings.add(month + " is not over yet (UTC).");
        }
        List<BillingMonth> shut = closed.stream().map(Period::month).toList();
        List<String> open = workspace
                .ledger()
                .read(transaction -> transaction.runs().committedMonths())
                .stream()
                .filter(earlier -> earlier.compareTo(month) < 0 && !shut.contains(earlier))
                .map(BillingMonth::toString)
                .toList();
        if (!open.isEmpty()) {
            warnings.add("Earlier months are still open: " + String.join(", ", open) + ".");
        }
        for (RunTotal total : run.result().totals()) {
            total.unallocated()
                    .forEach((reason, amount) -> warnings.add("Unallocated (" + reason + "): "
                            + amount.stripTrailingZeros().toPlainString() + " " + total.currency() + "."));
        }
        return warnings.stream().distinct().toList();
    }

    private List<String> changedSections(Run run) {
        return DECIDING.stream()
                .filter(section -> !Objects.equals(
                        run.start().fingerprints().get(section),
                        workspace.configuration().fingerprints().get(section)))
                .toList();
    }

    private InputsState state(LakeView view, BillingMonth of, String known) {
        Configuration configuration = workspace.configuration();
        return InputsState.of(view, workspace.engine(), configuration, of, known);
    }
}
