package org.apportion.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.lake.FileFilter;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/** Reads what is to be explained, finds it, and has it explained. */
final class Explain {
    private static final String UNIT = "unit:";
    private static final String RECORD = "record:";
    private static final Pattern REST = Pattern.compile("records-([01]?\\d{1,18})");
    private static final Pattern CORRECTION = Pattern.compile("1?\\d{1,18}");
    private static final Pattern MONTH_AT_END = Pattern.compile("(.*\\S)\\s+(\\d{4}-\\d{2})");
    private static final Pattern FILE_AND_ROW = Pattern.compile("(.+):([1-9]\\d{0,17})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    static final int CANDIDATES = 5;

    private final ReportSession session;

    Explain(ReportSession session) {
        this.session = session;
    }

    ExplanationNode answer(String what, Optional<BillingMonth> month) {
        String asked = what.strip();
        Matcher withMonth = MONTH_AT_END.matcher(asked);
        if (withMonth.matches() && month.isEmpty()) {
            return answer(withMonth.group(1), Optional.of(month(withMonth.group(2))));
        }
        if (asked.startsWith(UNIT)) {
            return unit(asked.substring(UNIT.length()), month);
        }
        if (asked.startsWith(RECORD)) {
            String id = asked.substring(RECORD.length());
            return NUMBER.matcher(id).matches()
                    ? records(asked, session.dialect().name("x_RecordId") + " = " + id, months(month))
                    : fileAndRow(id, month);
        }
        Matcher rest = REST.matcher(asked);
        if (rest.matches()) {
            return new RestExplanation(session, Long.parseLong(rest.group(1)))
                    .node()
                    .orElseThrow(() -> notFound(
                            asked,
                            "no closed month has such records whose costs have changed since.",
                            "Take the id from x_Correction of a bundle's cost_and_usage_corrections."));
        }
        if (FILE_AND_ROW.matcher(asked).matches()) {
            return fileAndRow(asked, month);
        }
        Optional<String> corrected = CORRECTION.matcher(asked).matches()
                ? new CorrectionExplanation(session).charge(asked)
                : Optional.empty();
        return charge(corrected.orElse(asked), months(month));
    }

    private static BillingMonth month(String text) {
        try {
            return BillingMonth.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ApportionException(
                    ReportError.REPORT_QUESTION_UNREADABLE, text, "this is no month.", "Write it as 2026-10.", e);
        }
    }

    /** The month asked for, else all that have a run, the newest first. */
    private List<BillingMonth> months(Optional<BillingMonth> month) {
        if (month.isPresent()) {
            session.requireRun(month.get());
            return List.of(month.get());
        }
        List<BillingMonth> all = new ArrayList<>(session.committedMonths());
        all.sort(Comparator.reverseOrder());
        return all;
    }

    private ExplanationNode unit(String unit, Optional<BillingMonth> month) {
        List<BillingMonth> months = months(month);
        if (months.isEmpty()) {
            throw new ApportionException(
                    ReportError.REPORT_NO_RUN,
                    UNIT + unit,
                    "no month has a committed run yet.",
                    "Run 'apportion run --month <month>'.");
        }
        return new UnitExplanation(session, session.requireRun(months.get(0)), unit.strip()).node();
    }

    private ExplanationNode charge(String id, List<BillingMonth> months) {
        ChargeId.Range range = ChargeId.range(id)
                .orElseThrow(() -> new ApportionException(
                        ReportError.REPORT_QUESTION_UNREADABLE,
                        id,
                        "this is no id of a charge, which has 15 hex digits; its first six are enough.",
                        "Write a charge's id, unit:<unit> <month>, record:<number> or <file>:<row>."));
        for (BillingMonth month : months) {
            Run run = session.requireRun(month);
            String charges = ReportSession.relation(session.of(run), Tables.CHARGE, Months.of(month));
            List<StoredCharge> found = session.engine()
                    .query(
                            "SELECT " + StoredCharge.COLUMNS + " FROM " + charges + " AS c WHERE "
                                    + range.holds(session.dialect(), "c") + " ORDER BY "
                                    + ChargeId.sql(session.dialect(), "c") + " LIMIT " + CANDIDATES,
                            StoredCharge::of);
            if (found.size() > 1) {
                throw ambiguous(id, found.stream().map(StoredCharge::id).toList());
            }
            if (!found.isEmpty()) {
                return new CorrectionExplanation(session)
                        .under(
                                new ChargeExplanation(session, SplitInputs.of(session, run), found.get(0)).node(),
                                found.get(0).id());
            }
        }
        Optional<ExplanationNode> correction = new CorrectionExplanation(session).of(range);
        if (correction.isPresent()) {
            return correction.get();
        }
        throw notFound(
                id,
                "no charge" + in(months) + " has an id that begins like this.",
                "List charges with their ids first.");
    }

    private ExplanationNode fileAndRow(String text, Optional<BillingMonth> month) {
        Matcher matcher = FILE_AND_ROW.matcher(text);
        if (!matcher.matches()) {
            throw new ApportionException(
                    ReportError.REPORT_QUESTION_UNREADABLE,
                    text,
                    "a record needs its number, or a file and a row.",
                    "Write record:<number>, or <file>:<row>.");
        }
        List<String> hashes = new SourceFiles(session).hashes(matcher.group(1));
        if (hashes.isEmpty()) {
            throw notFound(
                    text,
                    "no current delivery has a file of this name.",
                    "Write the file's name as 'apportion import' showed it.");
        }
        Dialect dialect = session.dialect();
        String files = String.join(", ", hashes.stream().map(dialect::text).toList());
        return records(
                text,
                dialect.name("x_File") + " IN (" + files + ") AND " + dialect.name("x_Row") + " = " + matcher.group(2),
                months(month));
    }

    private record Found(CostItem record, long groupId) {}

    private ExplanationNode records(String asked, String condition, List<BillingMonth> months) {
        Dialect dialect = session.dialect();
        for (BillingMonth month : months) {
            Run run = session.requireRun(month);
            FileFilter filter = FileFilter.ALL.is("x_BillingMonth", month.toString());
            List<Found> found = session.engine()
                    .query(
                            Recomputation.select(session).replace(" FROM ", ", " + dialect.name("x_GroupId") + " FROM ")
                                    + session.of(run).relation(Tables.COST_RECORD, filter) + " AS c WHERE " + condition
                                    + " ORDER BY 1 LIMIT " + (CANDIDATES + 1),
                            row -> new Found(Recomputation.item(row), row.number(8)));
            List<ExplanationNode> nodes = found.stream()
                    .limit(CANDIDATES)
                    .map(one -> new RecordExplanation(session, run, one.record(), one.groupId()).node())
                    .toList();
            if (nodes.size() == 1) {
                return nodes.get(0);
            }
            if (!nodes.isEmpty()) {
                NodeDraft draft = new NodeDraft("records", asked + " became several records:").children(nodes);
                return found.size() > CANDIDATES
                        ? draft.child(NodeDraft.leaf("more", "… and more.")).node()
                        : draft.node();
            }
        }
        throw notFound(
                asked,
                "no record" + in(months) + " fits.",
                "Check the number, or the file and its row without headings.");
    }

    private static String in(List<BillingMonth> months) {
        return months.isEmpty()
                ? ", as no month has a committed run,"
                : months.size() == 1 ? " of " + months.get(0) : " of " + months.size() + " months";
    }

    private static ApportionException notFound(String place, String problem, String nextStep) {
        return new ApportionException(ReportError.REPORT_NOT_FOUND, place, problem, nextStep);
    }

    static ApportionException ambiguous(String id, List<String> ids) {
        return new ApportionException(
                ReportError.REPORT_AMBIGUOUS,
                id,
                "several charges begin like this: " + String.join(", ", ids)
                        + (ids.size() == CANDIDATES ? ", …." : "."),
                "Write more digits.");
    }
}
