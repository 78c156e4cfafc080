package org.apportion.ingest.problem;

import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What stops an import. Unreadable single rows do not: they go to the rejects file. */
public enum ImportError implements ErrorCode {
    /** No file matches the source's paths. */
    IMPORT_NO_FILES(ErrorKind.DATA),
    /** A file or folder cannot be opened or written on this machine. */
    IMPORT_FILE_UNREADABLE(ErrorKind.RESOURCE),
    /** A file is cut off or its content contradicts its format. */
    IMPORT_FILE_DAMAGED(ErrorKind.DATA),
    /** A file was replaced, written to or removed while it was read. */
    IMPORT_FILE_REPLACED(ErrorKind.DATA),
    /** A file holds something that is no bill and no usage. */
    IMPORT_FORMAT_UNKNOWN(ErrorKind.DATA),
    /** The bytes are no text in the encoding that was stated or recognized. */
    IMPORT_ENCODING(ErrorKind.DATA),
    /** One line is longer than the reader's limit. */
    IMPORT_LINE_TOO_LONG(ErrorKind.DATA),
    /** A CSV file has no heading line. */
    IMPORT_HEADING_MISSING(ErrorKind.DATA),
    /** Two columns of a CSV file have the same heading, and it is one that is read. */
    IMPORT_HEADING_DOUBLED(ErrorKind.DATA),
    /** A column that the mapping needs is absent. */
    IMPORT_COLUMN_MISSING(ErrorKind.DATA),
    /** Account ids were rewritten by a spreadsheet, such as 7.51831E+11. */
    IMPORT_ACCOUNT_ID_DAMAGED(ErrorKind.DATA),
    /** Two files of one month hold mostly the same rows. */
    IMPORT_FILES_OVERLAP(ErrorKind.DATA),
    /** Two deliveries of one slice differ and nothing says which is newer. */
    IMPORT_ORDER_UNKNOWN(ErrorKind.DATA),
    /** A provider's manifest names a file that is absent or has another length. */
    IMPORT_DELIVERY_INCOMPLETE(ErrorKind.DATA),
    /** A provider's manifest cannot be read. */
    IMPORT_MANIFEST_UNREADABLE(ErrorKind.DATA),
    /** The version pattern of a source does not match one of its files. */
    IMPORT_VERSION_MISSING(ErrorKind.CONFIG),
    /** Samples of one metric come in different units, which cannot be added. */
    IMPORT_UNITS_MIXED(ErrorKind.DATA),
    /** A setting of the source cannot be used. */
    IMPORT_SOURCE_INVALID(ErrorKind.CONFIG),
    /** Files with the same content or name count already in the month under the id of a source that the configuration does not name. */
    IMPORT_SOURCE_RENAMED(ErrorKind.CONFIG),
    /** Amounts or usage add up to more than 38 digits hold. */
    IMPORT_SUM_TOO_LARGE(ErrorKind.DATA),
    /** What was written does not add up to what was read. */
    IMPORT_SUM_DIFFERS(ErrorKind.CHECK);

    private final ErrorKind kind;

    ImportError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /**
     * The error of this code at a place.
     *
     * @param place file or source
     * @param problem one sentence with a full stop
     * @param nextStep one sentence with a full stop
     */
    public ApportionException at(String place, String problem, String nextStep) {
        return new ApportionException(this, place, problem, nextStep);
    }

    /** As {@link #at(String, String, String)}, with what caused it. */
    public ApportionException at(String place, String problem, String nextStep, Throwable cause) {
        return new ApportionException(this, place, problem, nextStep, cause);
    }
}
