package org.apportion.spi;

import org.apportion.model.table.Column;

/**
 * A column with the ids of the table format, so that readers find it by id after a rename.
 *
 * @param keyId id of a map's key, 0 if the column is no map
 * @param valueId id of a map's value, 0 if the column is no map
 */
public record NumberedColumn(Column column, int id, int keyId, int valueId) {}
