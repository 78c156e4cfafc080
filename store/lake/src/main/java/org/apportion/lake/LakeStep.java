package org.apportion.lake;

/** The points between which a process may be killed. Tests stop at each of them. */
enum LakeStep {
    TABLE_CREATED,
    FILE_STAGED,
    METADATA_WRITTEN,
    COMMITTED,
    /** Names of snapshots are forgotten; these and their files are still there. */
    FORGOTTEN,
    NAMED,
    ROLLED_BACK,
    SNAPSHOTS_REMOVED,
    TABLE_DROPPED,
    FILE_DELETED,
    RECOVERED;

    /** Is told when a step is done. */
    @FunctionalInterface
    interface Watch {
        Watch NONE = step -> {};

        void reached(LakeStep step);
    }
}
