package org.apportion.ingest;

import java.nio.file.Path;
import java.util.Optional;
import org.apportion.ingest.delivery.FileContent;

/**
 * What was found in one file.
 *
 * @param fileId first 16 hex digits of its hash
 * @param rejects list of the rows that could not be read; empty if there are none
 * @param readNow false if the ledger knew the file from an earlier import
 */
public record FileReport(String name, String fileId, FileContent content, Optional<Path> rejects, boolean readNow) {}
