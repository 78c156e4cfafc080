package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Every file that some snapshot of a table needs: data, manifests, their lists, and the table's own metadata. */
final class ReachableFiles {
    private ReachableFiles() {}

    static Set<Path> of(Table table) {
        Set<Path> files = new HashSet<>();
        ReachableFileUtil.metadataFileLocations(table, false).forEach(location -> add(files, location));
        ReachableFileUtil.manifestListLocations(table).forEach(location -> add(files, location));
        ReachableFileUtil.statisticsFilesLocations(table).forEach(location -> add(files, location));
        Map<String, ManifestFile> manifests = new HashMap<>();
        for (Snapshot snapshot : table.snapshots()) {
            snapshot.allManifests(table.io()).forEach(manifest -> manifests.put(manifest.path(), manifest));
        }
        for (ManifestFile manifest : manifests.values()) {
            add(files, manifest.path());
            addDataFiles(files, table, manifest);
        }
        return files;
    }

    private static void addDataFiles(Set<Path> files, Table table, ManifestFile manifest) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(location -> add(files, location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Set<Path> files, String location) {
        files.add(LocalFiles.path(location));
    }
}
