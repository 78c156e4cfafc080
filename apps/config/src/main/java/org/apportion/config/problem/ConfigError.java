package org.apportion.config.problem;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can be wrong with a configuration. A code never changes its meaning. */
public enum ConfigError implements ErrorCode {
    /** The summary of a load that found mistakes; each has a code of its own. */
    CONFIG_INVALID,
    /** A file that is named is absent or cannot be read. */
    CONFIG_FILE_MISSING,
    /** A file is larger than the limit. */
    CONFIG_FILE_TOO_LARGE,
    /** A file is not UTF-8 text. */
    CONFIG_NOT_TEXT,
    /** A file is not YAML. */
    CONFIG_SYNTAX,
    /** A key stands twice in one mapping. */
    CONFIG_DUPLICATE_KEY,
    /** Files include each other in a circle. */
    CONFIG_INCLUDE_CYCLE,
    /** Two included files set the same single value. */
    CONFIG_SET_TWICE,
    /** A key is not known at its place. */
    CONFIG_UNKNOWN_KEY,
    /** A key is required and absent. */
    CONFIG_KEY_MISSING,
    /** A list stands where text is expected, or the like. */
    CONFIG_WRONG_TYPE,
    /** A value is not one of the allowed ones, out of bounds or of the wrong form. */
    CONFIG_WRONG_VALUE,
    /** A name refers to nothing. */
    CONFIG_UNKNOWN_NAME,
    /** A name is given twice. */
    CONFIG_DUPLICATE_NAME,
    /** Two statements contradict each other. */
    CONFIG_CONFLICT,
    /** Units are each other's ancestors. */
    CONFIG_CYCLE,
    /** A condition is not valid. */
    CONFIG_CONDITION,
    /** A reference such as {@code ${env:NAME}} leads to nothing. */
    CONFIG_SECRET_MISSING,
    /** A secret is written in clear text. */
    CONFIG_SECRET_IN_CLEAR,
    /** A line of a CSV file is not usable. */
    CONFIG_CSV,
    /** A warning: a rule can never take a record. */
    CONFIG_RULE_UNREACHABLE,
    /** A warning: a tag key looks like a typo of a known one. */
    CONFIG_TAG_UNKNOWN,
    /** {@code init} found a configuration that it will not overwrite. */
    CONFIG_FILE_EXISTS,
    /** A file cannot be written. */
    CONFIG_NOT_WRITABLE;

    @Override
    public ErrorKind kind() {
        return ErrorKind.CONFIG;
    }
}
