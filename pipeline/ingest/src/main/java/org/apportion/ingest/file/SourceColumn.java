package org.apportion.ingest.file;

/**
 * A column of a delivered file.
 *
 * @param name as the relation names it: unique, and none of ours
 * @param type the engine's name of the type
 */
public record SourceColumn(String name, String type) {}
