package org.apportion.lake;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;

/**
 * Where the lake is.
 *
 * @param folder holds one folder per table and nothing else; created if absent
 * @param tables all tables that may ever be written
 */
public record LakeSettings(Path folder, List<TableSchema> tables) {
    public LakeSettings {
        tables = List.copyOf(tables);
    }

    public static LakeSettings of(Path folder) {
        return new LakeSettings(folder, Tables.ALL);
    }
}
