package org.apportion.lake;

import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** The lists of a table's files. Each replacement adds one; many of them make each question slower. */
final class Manifests {
    /** Fewer are not worth a new snapshot. */
    private static final int FEW = 8;

    private Manifests() {}

    /** Gathers them into one snapshot with the same files; its id is {@link Recovery#NO_SNAPSHOT} if there are few. */
    static LakeCommit gather(Table table) {
        Snapshot base = table.currentSnapshot();
        List<ManifestFile> manifests = base.allManifests(table.io());
        if (manifests.size() < FEW) {
            return new LakeCommit(table.name(), Recovery.NO_SNAPSHOT, 0, 0);
        }
        String name = table.name().substring(table.name().lastIndexOf('.') + 1);
        table.rewriteManifests().clusterBy(file -> "").commit();
        table.refresh();
        Snapshot gathered = table.currentSnapshot();
        if (gathered.parentId() == null || gathered.parentId() != base.snapshotId()) {
            throw LakeFailures.changed(name, null);
        }
        return new LakeCommit(name, gathered.snapshotId(), 0, 0);
    }
}
