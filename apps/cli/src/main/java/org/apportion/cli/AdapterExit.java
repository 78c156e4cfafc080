package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.metering.service.Causes;
import org.apportion.metering.service.MeterLog;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;

/**
 * The exit codes of csp-billing-adapter, for the daemon and {@code once}, since its service files rely on them: 0 ended by a
 * signal or done, 2 a known error, 1 anything else.
 */
final class AdapterExit {
    /** A known error. */
    static final int KNOWN = 2;

    private AdapterExit() {}

    /** @param verbose whether the causes of an error are written */
    static int of(MeterLog log, boolean verbose, Callable<Integer> work) {
        try {
            return work.call();
        } catch (ApportionException e) {
            log.write(MeterLog.Level.ERROR, "CSP Billing Adapter error: " + e.getMessage());
            return told(log, verbose, e, e.code().kind() == ErrorKind.INTERNAL ? 1 : KNOWN);
        } catch (Exception e) {
            // The text of another's error may hold what it was given, such as a token.
            log.write(
                    MeterLog.Level.ERROR,
                    "Unexpected error: " + e.getClass().getSimpleName() + (verbose ? "" : "; -v tells where"));
            return told(log, verbose, e, 1);
        }
    }

    private static int told(MeterLog log, boolean verbose, Exception error, int code) {
        if (verbose) {
            log.write(MeterLog.Level.ERROR, Causes.of(error));
        }
        return code;
    }
}
