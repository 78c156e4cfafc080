package org.apportion.run;

import java.io.Serial;
import java.util.EnumSet;
import java.util.Set;

/** Ends a process in a test: nothing that tidies up on the way out can do so, since the ledger is gone already. */
final class PowerCut extends Error {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Cuts the power at the n-th point from now, counted from 0, and counts the points. */
    static final class At implements RunStep.Watch {
        private final int point;
        private final Workspace workspace;
        private final Set<RunStep> passed = EnumSet.noneOf(RunStep.class);
        private int reached;

        At(int point, Workspace workspace) {
            this.point = point;
            this.workspace = workspace;
        }

        int reached() {
            return reached;
        }

        boolean passed(RunStep step) {
            return passed.contains(step);
        }

        @Override
        public void reached(RunStep step) {
            passed.add(step);
            pass();
        }

        /** For points that are no step of a run. */
        void pass() {
            if (reached++ == point) {
                workspace.ledger().close();
                throw new PowerCut();
            }
        }
    }
}
