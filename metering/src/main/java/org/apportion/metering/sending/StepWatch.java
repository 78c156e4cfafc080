package org.apportion.metering.sending;

/** Told at each step of sending: for progress, and for tests that end the process there. */
@FunctionalInterface
public interface StepWatch {
    StepWatch NONE = step -> {};

    /** The steps, in the order of one attempt. */
    enum Step {
        /** Inside the transaction that writes what is known of attempts without an answer. */
        RECOVERING,
        /** The marketplace told what it accepted; nothing is written yet. */
        READ_BACK,
        /** Inside the transaction that writes what reading back found. */
        RESOLVING,
        /** Inside the transaction that starts attempts. */
        STARTING,
        /** The attempts are on disk; the call comes next. */
        STARTED,
        /** The call returned; nothing is written yet. */
        ANSWERED,
        /** Inside the transaction that writes the answers. */
        FINISHING,
        /** The answers are on disk. */
        FINISHED
    }

    void reached(Step step);
}
