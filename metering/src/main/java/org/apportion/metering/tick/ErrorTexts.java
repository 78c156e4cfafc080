package org.apportion.metering.tick;

import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;

/** The texts of csp-config's errors, to the letter as the adapter's users know them. */
final class ErrorTexts {
    private final MeteringModes modes;

    ErrorTexts(MeteringModes modes) {
        this.modes = modes;
    }

    static String usageFailed(String text) {
        return "Usage data retrieval failed: " + text;
    }

    static String metricsUnknown(String names) {
        return usageFailed("Usage metric(s) " + names + " not in config");
    }

    String cacheUnsaved(String text) {
        return (compat() ? "Cache" : "cache") + " failed to save: " + text;
    }

    String configUnsaved(String text) {
        return (compat() ? "csp_config" : "`csp-config`") + " failed to save: " + text;
    }

    static String testFailed(String text) {
        return "Metering test failed: " + text;
    }

    static String offerExpired(String expire) {
        return "Private offer has expired as of: " + expire;
    }

    private boolean compat() {
        return modes.isCompat(MeteringSetting.ERROR_TEXTS);
    }

    /** What was wrong, without code, place and advice, and without the full stop. */
    static String of(ApportionException e) {
        String problem = e.problem();
        return problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
    }
}
