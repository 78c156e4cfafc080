package org.apportion.publish.conformance;

import java.util.Optional;
import java.util.stream.Stream;

/** A dataset of the specification. */
public enum FocusDataset {
    COST_AND_USAGE("cost-and-usage", FocusVersion.V1_0),
    BILLING_PERIOD("billing-period", FocusVersion.V1_4),
    INVOICE_DETAIL("invoice-detail", FocusVersion.V1_4),
    CONTRACT_COMMITMENT("contract-commitment", FocusVersion.V1_3);

    private final String text;
    private final FocusVersion since;

    FocusDataset(String text, FocusVersion since) {
        this.text = text;
        this.since = since;
    }

    /** Such as {@code cost-and-usage}; the rule files are named by it. */
    public String text() {
        return text;
    }

    /** The first version that has it. */
    public FocusVersion since() {
        return since;
    }

    public static Optional<FocusDataset> find(String text) {
        return Stream.of(values()).filter(dataset -> dataset.text.equals(text)).findFirst();
    }
}
