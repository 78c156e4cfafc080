package org.apportion.run;

/** The points of a run between which a process may be killed. Tests stop at each of them. */
enum RunStep {
    STARTED,
    /** Differences of closed months are written, not yet part of the lake. */
    CORRECTED,
    ALLOCATED,
    /** A table is written, not yet part of the lake. */
    STAGED,
    PROVED,
    /** A table is part of the lake, not yet named. */
    REPLACED,
    /** All tables are named inside the transaction, which is not yet committed. */
    NAMED,
    COMMITTED,
    /** One output is written. */
    PUBLISHED;

    /** Is told when a step is done. */
    @FunctionalInterface
    interface Watch {
        Watch NONE = step -> {};

        void reached(RunStep step);
    }
}
