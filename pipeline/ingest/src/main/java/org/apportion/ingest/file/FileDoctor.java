package org.apportion.ingest.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.ApportionException;

/**
 * Finds out why an engine could not read a text file. Reads the whole file once, so it is asked only after a failure.
 */
public final class FileDoctor {
    private static final long LONG_LINE = 32L << 20;

    private FileDoctor() {}

    /** A precise error, or empty if the file itself looks sound. */
    public static Optional<ApportionException> diagnose(SourceFile file, Exception failure) {
        if (file.kind() == SourceFile.Kind.PARQUET) {
            return Optional.empty();
        }
        Utf8Scan scan = new Utf8Scan();
        try (InputStream in = FileHead.open(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                scan.accept(buffer, n);
            }
        } catch (EOFException | ZipException e) {
            return Optional.of(ImportError.IMPORT_FILE_DAMAGED.at(
                    file.name(),
                    "The compressed file is cut off or damaged.",
                    "Download it again and compare its size with the original.",
                    failure));
        } catch (IOException e) {
            return Optional.empty();
        }
        if (scan.badLine() > 0) {
            return Optional.of(ImportError.IMPORT_ENCODING.at(
                    file.name(),
                    "Line " + scan.badLine() + " is not UTF-8 text.",
                    "Set the option encoding of the source, such as windows-1252, or export the file as UTF-8.",
                    failure));
        }
        if (scan.longestLine() > LONG_LINE) {
            return Optional.of(ImportError.IMPORT_LINE_TOO_LONG.at(
                    file.name(),
                    "A line has " + scan.longestLine() + " bytes; a quote that is never closed looks like this.",
                    "Look for a lone quote in the file, or export it again.",
                    failure));
        }
        return Optional.empty();
    }

    /** Checks UTF-8 byte by byte: good enough to name the first wrong line. */
    private static final class Utf8Scan {
        private long line = 1;
        private long badLine;
        private long length;
        private long longest;
        private int expected;

        void accept(byte[] buffer, int count) {
            for (int i = 0; i < count; i++) {
                accept(buffer[i] & 0xFF);
            }
        }

        private void accept(int b) {
            boolean continuation = (b & 0xC0) == 0x80;
            if (badLine == 0 && continuation != expected > 0) {
                badLine = line;
            }
            if (continuation) {
                expected = Math.max(0, expected - 1);
            } else {
                expected = b < 0x80 ? 0 : b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
            }
            length++;
            if (b == '\n') {
                line++;
                longest = Math.max(longest, length);
                length = 0;
            }
        }

        long badLine() {
            return badLine;
        }

        long longestLine() {
            return Math.max(longest, length);
        }
    }
}
