package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.metering.service.MeterLog;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;

/**
 * The exit codes of csp-billing-adapter, for the daemon and {@code once}, since its service files rely on them: 0 ended by a
 * signal or done, 2 a known error, 1 anything else.
 */
final class AdapterExit {
    private AdapterExit() {}

    static int of(MeterLog log, Callable<Integer> work) {
        try {
            return work.call();
        } catch (ApportionException e) {
            log.write(MeterLog.Level.ERROR, "CSP Billing Adapter error: " + e.getMessage());
            return e.code().kind() == ErrorKind.INTERNAL ? 1 : 2;
        } catch (Exception e) {
            log.write(
                    MeterLog.Level.ERROR, "Unexpected error: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return 1;
        }
    }
}
