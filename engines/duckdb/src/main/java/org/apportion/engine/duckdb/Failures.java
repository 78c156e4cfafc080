package org.apportion.engine.duckdb;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.ApportionException;

/**
 * Turns DuckDB's failures into ours. DuckDB's messages quote the statement and, for CSV files, the whole row; only the first
 * line and the reader's own reason are passed on.
 */
final class Failures {
    private static final Pattern QUOTED_PATH = Pattern.compile("[\"']((?:/|[A-Za-z]:[/\\\\])[^\"\n]*?)[\"'](?=\\W|$)");
    private static final Pattern STATEMENT = Pattern.compile("(?s)\n\\s*LINE \\d+:.*");
    private static final Pattern CSV_FILE = Pattern.compile("(?m)^\\s*file = (.+)$");
    private static final Pattern GZIP_PATH = Pattern.compile("GZIP stream: (\\S.*)");
    private static final Pattern CSV_LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern CSV_REASON =
            Pattern.compile("(?m)^(Expected Number of Columns: \\d+ Found: \\d+|Value with unterminated quote found\\.|"
                    + "Maximum line size of \\d+ bytes exceeded\\..*)$");

    private static final String NO_PLACE = "duckdb";
    private static final int LONGEST_PROBLEM = 300;

    private Failures() {}

    static ApportionException of(SQLException failure) {
        // Some messages come inside of a JSON text.
        String plain = String.valueOf(failure.getMessage()).replace("\\\"", "\"");
        String message = STATEMENT.matcher(plain).replaceFirst("");
        String lower = message.toLowerCase(Locale.ROOT);
        String place = place(message);
        if (lower.contains("no space left") || lower.contains("max_temp_directory_size")) {
            return error(
                    EngineError.ENGINE_DISK_FULL,
                    folder(place),
                    "no space is left on the disk.",
                    "Free space where the data and the engine's temporary folder are, then run again.",
                    failure);
        }
        if (lower.contains("out of memory error") || lower.contains("cannot allocate memory")) {
            return error(
                    EngineError.ENGINE_OUT_OF_MEMORY,
                    place,
                    "the engine's memory limit does not suffice.",
                    "Raise the engine's memory limit or lower its threads, then run again.",
                    failure);
        }
        if (lower.contains("csv error on line")
                || lower.contains("csv file")
                || lower.contains("csv parser state machine")) {
            return csv(message, lower, place, failure);
        }
        if (lower.contains("no files found that match") || lower.contains("no such file or directory")) {
            return error(
                    EngineError.ENGINE_FILE_MISSING,
                    place,
                    "the file or its folder is not there.",
                    "Check that it was not moved or removed while the work ran.",
                    failure);
        }
        if (lower.contains("permission denied") || lower.contains("read-only file system")) {
            return error(
                    EngineError.ENGINE_FILE_REFUSED,
                    place,
                    "the file may not be opened.",
                    "Check the permissions of the file and its folder.",
                    failure);
        }
        if (lower.startsWith("out of range error: overflow in")) {
            return error(
                    EngineError.ENGINE_NUMBER_TOO_LARGE,
                    NO_PLACE,
                    "a number or a sum needs more than 38 digits.",
                    "Look for amounts in the sources that cannot be true; if there are none, please report it.",
                    failure);
        }
        if (isDamage(lower)) {
            return error(
                    EngineError.ENGINE_FILE_DAMAGED,
                    place,
                    "the file is damaged: " + firstLine(message),
                    "Fetch or export it again.",
                    failure);
        }
        return error(
                EngineError.ENGINE_FAILED,
                place,
                firstLine(message),
                "This is a mistake of Apportion; please report it with the code and the version.",
                failure);
    }

    static boolean isWithoutReason(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("Invalid result set");
    }

    static ApportionException error(EngineError code, String place, String problem, String nextStep, Exception cause) {
        return new ApportionException(code, place, problem, nextStep, cause);
    }

    private static ApportionException csv(String message, String lower, String place, SQLException failure) {
        Matcher line = CSV_LINE.matcher(message);
        String where = place + (line.find() ? ":" + line.group(1) : "");
        if (lower.contains("not utf-8 encoded") || (lower.contains("utf-16") && lower.contains("decod"))) {
            return error(
                    EngineError.ENGINE_ENCODING_WRONG,
                    where,
                    "the text is not in the stated encoding.",
                    "State the file's real encoding, or export it as UTF-8.",
                    failure);
        }
        Matcher reason = CSV_REASON.matcher(message);
        String problem = reason.find() ? reason.group(1) : "the row cannot be read as delimited text";
        return error(
                EngineError.ENGINE_ROW_MALFORMED,
                where,
                sentence(problem),
                "Correct the row, or read the file leniently so that such rows become rejects.",
                failure);
    }

    private static boolean isDamage(String lower) {
        return lower.contains("no magic bytes")
                || lower.contains("too small to be a parquet")
                || lower.contains("unexpected end of gzip")
                || lower.contains("not a gzip")
                || lower.contains("gzip stream")
                || lower.contains("failed to decode gzip")
                || lower.contains("tprotocolexception")
                || lower.contains("decompression failure")
                || lower.contains("could not read enough bytes")
                || lower.contains("failed to read")
                || lower.contains("corrupt")
                || lower.contains("footer length error")
                || lower.contains("malformed json")
                || lower.contains("out of buffer");
    }

    private static String place(String message) {
        if (message.startsWith("Conversion Error")) {
            return NO_PLACE; // what it quotes is a cell, not a file
        }
        for (Pattern pattern : new Pattern[] {CSV_FILE, GZIP_PATH, QUOTED_PATH}) {
            Matcher matcher = pattern.matcher(message);
            if (matcher.find()) {
                return ParquetOutput.finished(matcher.group(1).strip());
            }
        }
        return NO_PLACE;
    }

    private static String folder(String place) {
        int slash = Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
        return slash > 0 ? place.substring(0, slash) : place;
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return sentence(line.length() > LONGEST_PROBLEM ? line.substring(0, LONGEST_PROBLEM) + "..." : line);
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("!") ? text : text + ".";
    }
}
