package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Iceberg's files in a local or mounted folder, without Hadoop. A file that is closed has reached the disk, because the
 * catalog's pointer to it will.
 */
final class LocalFiles implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "file:";

    private final transient LakeStep.Watch watch;

    LocalFiles(LakeStep.Watch watch) {
        this.watch = watch;
    }

    /** The path of a location, which other programs may have written with the scheme {@code file:}. */
    static Path path(String location) {
        if (!location.startsWith(SCHEME)) {
            return Path.of(location);
        }
        String rest = location.substring(SCHEME.length());
        return Path.of(rest.startsWith("//") ? rest.substring(2) : rest);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new LocalInput(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutput(location, watch);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
