package org.apportion.metering.sending;

import java.io.Serial;

/** Ends a process in a test: nothing catches it, and a transaction that is open does not commit. */
final class PowerCut extends Error {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Cuts the power at the n-th step from now, counted from 0; never if negative. */
    static final class At implements StepWatch {
        private int left;
        private int reached;

        At(int step) {
            left = step;
        }

        int reached() {
            return reached;
        }

        @Override
        public void reached(Step step) {
            reached++;
            if (left-- == 0) {
                throw new PowerCut();
            }
        }
    }
}
