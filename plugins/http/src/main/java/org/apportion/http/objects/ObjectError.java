package org.apportion.http.objects;

import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong when objects are brought. */
public enum ObjectError implements ErrorCode {
    /** The store does not let these credentials list or read. */
    OBJECT_REFUSED(ErrorKind.PROVIDER),
    /** There is no such bucket or container, or it is elsewhere. */
    OBJECT_STORE_UNKNOWN(ErrorKind.CONFIG),
    /** What arrived is not what the store says it has. */
    OBJECT_DAMAGED(ErrorKind.PROVIDER),
    /** The object is replaced again and again while it is read. */
    OBJECT_UNSTABLE(ErrorKind.PROVIDER),
    /** A listing repeats itself. */
    OBJECT_LISTING_ENDLESS(ErrorKind.PROVIDER),
    /** The store was not reached, or broke off, in every attempt. */
    OBJECT_NOT_READ(ErrorKind.PROVIDER),
    /** A file of the fetch cannot be written. */
    OBJECT_FILE_UNWRITABLE(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    ObjectError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public ApportionException at(String place, String problem, String nextStep) {
        return at(place, problem, nextStep, null);
    }

    ApportionException at(String place, String problem, String nextStep, @Nullable Throwable cause) {
        return new ApportionException(this, place, problem, nextStep, cause);
    }
}
