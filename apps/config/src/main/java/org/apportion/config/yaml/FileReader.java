package org.apportion.config.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;

/** Reads the text files of a configuration: UTF-8, with or without a byte order mark, at most {@link #LIMIT} bytes. */
public final class FileReader {
    /** Largest file: 10 MB. */
    public static final long LIMIT = 10_000_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Problems problems;

    public FileReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The text of a file; empty after adding a problem if it cannot be read.
     *
     * @param shown the file as messages call it
     * @param namedAt where the file is named
     */
    public Optional<String> read(Path file, String shown, Place namedAt) {
        Optional<String> text = readChecked(file, shown, namedAt);
        if (text.isEmpty()) {
            problems.markIncomplete();
        }
        return text;
    }

    private Optional<String> readChecked(Path file, String shown, Place namedAt) {
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(
                        ConfigError.CONFIG_FILE_MISSING,
                        namedAt,
                        Files.isDirectory(file)
                                ? shown + " is a folder, not a file."
                                : "The file " + shown + " does not exist.",
                        nextStep(file));
                return Optional.empty();
            }
            long size = Files.size(file);
            if (size > LIMIT) {
                problems.add(
                        ConfigError.CONFIG_FILE_TOO_LARGE,
                        Place.of(shown),
                        "The file has " + size + " bytes, at most " + LIMIT + " are read.",
                        "Move long lists to CSV files and name them by csv.");
                return Optional.empty();
            }
            return decode(Files.readAllBytes(file), shown);
        } catch (IOException e) {
            problems.add(
                    ConfigError.CONFIG_FILE_MISSING,
                    namedAt,
                    "The file " + shown + " cannot be read (" + e.getClass().getSimpleName() + ").",
                    "Check its permissions.");
            return Optional.empty();
        }
    }

    private static String nextStep(Path file) {
        return Files.isDirectory(file)
                ? "Name the files in it, such as " + file.getFileName() + "/*.yaml."
                : "Check the path; it is relative to the file that names it.";
    }

    private Optional<String> decode(byte[] bytes, String shown) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(
                    ConfigError.CONFIG_NOT_TEXT,
                    new Place(shown, lineOfFirstBadByte(bytes), 0),
                    "The file is not UTF-8 text.",
                    "Save it again with the encoding UTF-8.");
            return Optional.empty();
        }
    }

    private static int lineOfFirstBadByte(byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        int bad = lenient.indexOf('\uFFFD');
        return 1
                + (int) lenient.substring(0, Math.max(bad, 0))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
