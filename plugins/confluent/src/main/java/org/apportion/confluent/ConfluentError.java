package org.apportion.confluent;

import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong when Confluent Cloud is read. */
enum ConfluentError implements ErrorCode {
    /** The API key is not accepted. */
    CONFLUENT_KEY_REFUSED(ErrorKind.PROVIDER),
    /** The API key may not read one of the interfaces. */
    CONFLUENT_NOT_ALLOWED(ErrorKind.PROVIDER),
    /** Confluent Cloud asks to slow down for longer than is waited. */
    CONFLUENT_RATE_LIMITED(ErrorKind.PROVIDER),
    /** Confluent Cloud cannot be reached, or its answer was lost. */
    CONFLUENT_NOT_REACHED(ErrorKind.PROVIDER),
    /** Confluent Cloud refuses a call for another reason. */
    CONFLUENT_REFUSED(ErrorKind.PROVIDER),
    /** An answer is not what the interface promises. */
    CONFLUENT_ANSWER_UNREADABLE(ErrorKind.PROVIDER),
    /** A list gives a page that it gave before. */
    CONFLUENT_PAGES_REPEAT(ErrorKind.PROVIDER),
    /** The costs of the same days differ each time that they are read. */
    CONFLUENT_COSTS_CHANGING(ErrorKind.PROVIDER),
    /** A list has more pages than any organization needs. */
    CONFLUENT_PAGES_ENDLESS(ErrorKind.PROVIDER),
    /** A file of the fetch cannot be read or written. */
    CONFLUENT_FOLDER_FAILED(ErrorKind.RESOURCE),
    /** A setting is missing, wrong or unknown. */
    CONFLUENT_SETTING_WRONG(ErrorKind.CONFIG);

    private final ErrorKind kind;

    ConfluentError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ApportionException at(String place, String problem, String nextStep) {
        return new ApportionException(this, place, problem, nextStep);
    }
}
