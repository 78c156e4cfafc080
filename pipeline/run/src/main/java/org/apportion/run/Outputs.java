package org.apportion.run;

import org.apportion.model.configuration.Configuration;
import org.apportion.publish.focus.FocusExport;

/** What can be said about outputs before a month is run. */
public final class Outputs {
    private Outputs() {}

    /** @throws org.apportion.model.ApportionException {@code PUBLISH_RULE_UNKNOWN} if an output accepts a rule that FOCUS lacks */
    public static void check(Configuration configuration) {
        FocusExport.requireKnownRules(configuration.outputs());
    }
}
