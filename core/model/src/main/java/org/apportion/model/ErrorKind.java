package org.apportion.model;

/** Who can mend an error. The exit code of a command follows from it (see {@code docs/reference/exit-codes.md}). */
public enum ErrorKind {
    /** A command was called wrongly: exit code 2. */
    USAGE,
    /** The configuration is wrong: exit code 3. */
    CONFIG,
    /** A delivered file or its content is wrong: exit code 4. */
    DATA,
    /** Another system answered wrongly or not at all: exit code 4. */
    PROVIDER,
    /** A check found a difference, for example a failed proof: exit code 5. */
    CHECK,
    /** What was published did not reach another system; the run itself counts: exit code 6. */
    UPLOAD,
    /** Disk, memory, locks, permissions of this machine: exit code 1. */
    RESOURCE,
    /** A mistake of Apportion itself: exit code 1. */
    INTERNAL
}
