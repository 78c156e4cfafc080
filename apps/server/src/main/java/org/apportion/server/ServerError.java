package org.apportion.server;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** Why the server does not start. */
public enum ServerError implements ErrorCode {
    /** A port is in use, or its address is not of this machine. */
    SERVER_PORT_TAKEN(ErrorKind.RESOURCE),
    /** Others than this machine could read, and nobody has to log in. */
    SERVER_NEEDS_LOGIN(ErrorKind.CONFIG),
    /** Where to listen is no host and port. */
    SERVER_LISTEN_UNREADABLE(ErrorKind.CONFIG);

    private final ErrorKind kind;

    ServerError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
