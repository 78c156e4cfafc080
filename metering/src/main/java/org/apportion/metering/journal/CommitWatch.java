package org.apportion.metering.journal;

/** Told around each transaction of the journal: for tests that end the process there. */
public interface CommitWatch {
    CommitWatch NONE = new CommitWatch() {
        @Override
        public void committing() {
            // Nobody watches.
        }

        @Override
        public void committed() {
            // Nobody watches.
        }
    };

    /** All is written and nothing is on disk. What this throws rolls the transaction back. */
    void committing();

    /** All is on disk; nobody was told. */
    void committed();
}
