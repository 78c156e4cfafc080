package org.apportion.run;

import java.util.List;
import org.apportion.ledger.RunResult;
import org.apportion.model.BillingMonth;
import org.apportion.publish.PublishedFile;

/**
 * What a run achieved.
 *
 * @param committed false after a dry run
 * @param priceWarnings sentences a person should read; the lines are right nevertheless
 */
public record MonthResult(
        String runId,
        BillingMonth month,
        RunResult result,
        long records,
        long groups,
        long charges,
        long priceLines,
        List<String> priceWarnings,
        List<PublishedFile> files,
        boolean committed) {
    public MonthResult {
        priceWarnings = List.copyOf(priceWarnings);
        files = List.copyOf(files);
    }
}
