package org.apportion.ingest.mapping;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** Failures of mapping files and of binding them. */
public enum MappingError implements ErrorCode {
    /** No shipped mapping has this name. */
    MAPPING_UNKNOWN(ErrorKind.CONFIG),
    /** A mapping file cannot be opened. */
    MAPPING_UNREADABLE(ErrorKind.CONFIG),
    /** A mapping breaks the rules of the language; the message lists all mistakes with their lines. */
    MAPPING_INVALID(ErrorKind.CONFIG),
    /** An option of the source has a value that the mapping does not know. */
    MAPPING_OPTION_INVALID(ErrorKind.CONFIG);

    private final ErrorKind kind;

    MappingError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
