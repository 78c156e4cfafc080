package org.apportion.cli;

import org.apportion.model.ErrorKind;

/** The exit codes of all commands; documented in {@code docs/reference/exit-codes.md}. */
enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    CONFIG(3),
    /** Input was wrong or missing in part, or another system failed. */
    INPUT(4),
    /** A check found a difference. */
    CHECK(5),
    /** A published file did not reach another system. */
    UPLOAD(6),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ErrorKind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case CONFIG -> CONFIG;
            case DATA, PROVIDER -> INPUT;
            case CHECK -> CHECK;
            case UPLOAD -> UPLOAD;
            case RESOURCE, INTERNAL -> FAILED;
        };
    }
}
