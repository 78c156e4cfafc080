package org.apportion.lake;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.WrittenFile;

/**
 * Rows written for one slice, not yet part of the table.
 *
 * @param partition partition column to value
 * @param file empty if the query gave no row
 */
public record Staged(String table, Map<String, String> partition, Optional<WrittenFile> file) {
    public Staged {
        partition = Map.copyOf(partition);
    }

    public long rows() {
        return file.map(WrittenFile::rows).orElse(0L);
    }

    public long bytes() {
        return file.map(WrittenFile::bytes).orElse(0L);
    }

    /** The file, or nothing: for a relation over what was just written. */
    public List<Path> paths() {
        return file.map(WrittenFile::path).stream().toList();
    }
}
