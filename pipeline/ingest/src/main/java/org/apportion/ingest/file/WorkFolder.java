package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.file.Path;
import org.apportion.ingest.problem.ImportError;
import org.apportion.spi.SessionFolder;

/** A folder for unpacked and transcoded copies that vanishes when the import ends, or after a kill with the next import. */
public final class WorkFolder implements AutoCloseable {
    private final SessionFolder folder;
    private int files;

    private WorkFolder(SessionFolder folder) {
        this.folder = folder;
    }

    /**
     * A new folder in a parent that is created when needed.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_UNREADABLE} if the parent cannot be written
     */
    public static WorkFolder in(Path parent) {
        try {
            return new WorkFolder(SessionFolder.create(parent, "import"));
        } catch (IOException e) {
            throw ImportError.IMPORT_FILE_UNREADABLE.at(
                    parent.toString(),
                    "The folder for temporary files cannot be written.",
                    "Free some space or choose another folder for temporary files.",
                    e);
        }
    }

    /** A path that no file has yet. */
    public Path fresh(String suffix) {
        files++;
        return folder.path().resolve(files + suffix);
    }

    @Override
    public void close() {
        folder.close();
    }
}
