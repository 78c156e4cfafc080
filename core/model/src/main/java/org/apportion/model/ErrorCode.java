package org.apportion.model;

/**
 * A stable name of one kind of failure, such as {@code FOCUS_COLUMN_MISSING}. Each room has an enum of its own that
 * implements this; a code never changes its meaning, and its name is documented in {@code docs/reference/errors.md}.
 */
public interface ErrorCode {

    /** The code as users see it: upper case with underscores. */
    String name();

    ErrorKind kind();
}
