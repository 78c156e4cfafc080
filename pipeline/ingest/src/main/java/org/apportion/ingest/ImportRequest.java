package org.apportion.ingest;

import java.util.Optional;
import org.apportion.model.BillingMonth;

/**
 * What to import of a source.
 *
 * @param month only this month; empty: all months that the files hold
 * @param asNewer whether a delivery that nothing orders replaces the present one
 */
public record ImportRequest(Optional<BillingMonth> month, boolean asNewer) {
    public static final ImportRequest ALL = new ImportRequest(Optional.empty(), false);

    public static ImportRequest of(BillingMonth month) {
        return new ImportRequest(Optional.of(month), false);
    }

    public ImportRequest replacing() {
        return new ImportRequest(month, true);
    }
}
