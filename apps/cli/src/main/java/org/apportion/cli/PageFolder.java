package org.apportion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apportion.model.ApportionException;
import org.apportion.report.statement.StatementPage;

/** Writes pages into a folder, each whole or not at all; replaces pages, never another file. */
final class PageFolder {
    private final Path folder;

    PageFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes one page.
     *
     * @throws ApportionException {@code PAGE_NOT_WRITTEN}, {@code PAGE_IS_FOREIGN}
     */
    Path write(String name, String html) {
        Path file = folder.resolve(name);
        Path unfinished = folder.resolve("." + name + ".part");
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && !isPage(file)) {
                throw new ApportionException(
                        CliError.PAGE_IS_FOREIGN,
                        file.toString(),
                        "this file was not written by Apportion.",
                        "Name another folder, or move the file away.");
            }
            Files.writeString(unfinished, html);
            move(unfinished, file);
            return file;
        } catch (IOException e) {
            throw new ApportionException(
                    CliError.PAGE_NOT_WRITTEN,
                    file.toString(),
                    "the page cannot be written (" + e.getClass().getSimpleName() + ").",
                    "Check that the folder may be written and the disk has room, then run the command again.",
                    e);
        }
    }

    private static boolean isPage(Path file) throws IOException {
        byte[] first = StatementPage.FIRST_LINE.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(first, in.readNBytes(first.length));
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
