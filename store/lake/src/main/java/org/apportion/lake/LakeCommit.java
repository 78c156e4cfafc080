package org.apportion.lake;

/**
 * A new snapshot of a table. Nobody sees it until {@link LakeWriter#name} is committed.
 *
 * @param addedRows rows in the files that were added
 * @param removedRows rows in the files that were replaced
 */
public record LakeCommit(String table, long snapshotId, long addedRows, long removedRows) {}
