package org.apportion.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares a text with a file that was read and approved by a person. With the system property {@code golden.update=true}
 * the file is written instead, so that a change shows up in the next diff. Line ends are compared as {@code \n}.
 */
public final class GoldenFile {
    private final Path file;

    public GoldenFile(Path file) {
        this.file = file;
    }

    /**
     * Compares with the file, line by line.
     *
     * @throws AssertionError naming the first line that differs, or the missing file
     */
    public void check(String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            } else if (!Files.exists(file)) {
                throw new AssertionError(file + " is missing; run again with -Dgolden.update=true and read it");
            } else {
                compare(Files.readString(file).lines().toList(), actual.lines().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String want = i < expected.size() ? expected.get(i) : "(end of file)";
            String got = i < actual.size() ? actual.get(i) : "(end of text)";
            if (!want.equals(got)) {
                throw new AssertionError(file + ":" + (i + 1) + " differs\nexpected: " + want + "\n but was: " + got);
            }
        }
    }
}
