package org.apportion.lake;

import java.io.Serial;

/** Ends a process in a test: an error, so that nothing tidies up after it as it would after an exception. */
final class Killed extends Error {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Throws at the n-th step from now, counted from 0, and counts the steps. */
    static final class At implements LakeStep.Watch {
        private final int step;
        private int reached;

        At(int step) {
            this.step = step;
        }

        int reached() {
            return reached;
        }

        @Override
        public void reached(LakeStep done) {
            if (reached++ == step) {
                throw new Killed();
            }
        }
    }
}
