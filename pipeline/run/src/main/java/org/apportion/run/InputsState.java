package org.apportion.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.allocate.AllocationQueries;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/**
 * Fingerprint of all that a month's charges, owners and prices follow from: the files of its records, those of the usage that
 * these look at, and the sections of the configuration that decide. Equal states give equal results; different ones may.
 *
 * @param usageMonths months of usage that the records look at, in order
 */
record InputsState(String cost, List<String> usageMonths, String usage, String configuration) {
    /** Sections of the configuration that decide amounts, owners or prices. */
    static final List<String> DECIDING =
            List.of("cost-basis", "rules", "tags", "directory", "organization", "prices", "currencies", "currency");

    private static final int PARTS = 4;

    InputsState {
        usageMonths = List.copyOf(usageMonths);
    }

    /**
     * The state of a month in a view of the lake.
     *
     * @param known an earlier state, which spares a look at the records if their files are the same; its text may be empty
     */
    static InputsState of(LakeView view, Engine engine, Configuration configuration, BillingMonth month, String known) {
        String cost = hash(names(view, Tables.COST_RECORD, MonthRun.ofMonth(month)));
        List<String> months = known.startsWith(cost + " ")
                ? parse(known).usageMonths()
                : engine.query(
                        AllocationQueries.usageMonths(
                                view.relation(Tables.COST_RECORD, MonthRun.ofMonth(month)), engine.dialect()),
                        row -> Objects.requireNonNull(row.text(0)));
        String usage = hash(names(view, Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", months)));
        TreeMap<String, String> deciding = new TreeMap<>(configuration.fingerprints());
        deciding.keySet().retainAll(DECIDING);
        return new InputsState(cost, months, usage, hash(List.of(deciding.toString())));
    }

    static InputsState parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("'" + text + "' is no state of inputs");
        }
        return new InputsState(
                parts[0], parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",")), parts[2], parts[3]);
    }

    String text() {
        return String.join(" ", cost, String.join(",", usageMonths), usage, configuration);
    }

    /** Files have random names and never change, so their names stand for their content. */
    private static List<String> names(LakeView view, TableSchema table, FileFilter filter) {
        return view.files(table, filter).stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .sorted()
                .toList();
    }

    private static String hash(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach(text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
