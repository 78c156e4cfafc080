package org.apportion.spi;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong before a plugin is reached. */
public enum SpiError implements ErrorCode {
    /** The configuration names an engine that is not installed. */
    ENGINE_UNKNOWN(ErrorKind.CONFIG);

    private final ErrorKind kind;

    SpiError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
