package org.apportion.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;

/** What lies in a company's data folder. */
final class LakeFolder {
    private LakeFolder() {}

    /** Data files of the lake that no named snapshot has, and whatever else a killed process may leave behind. */
    static Set<Path> orphans(SmallCompany company, Workspace workspace) {
        Set<Path> found = new TreeSet<>();
        for (Path file : RepeatedMonthTest.files(company.folder())) {
            String name = company.folder().relativize(file).toString();
            boolean leftover = (name.startsWith("data/lake/") && name.contains("/data/"))
                    || name.startsWith("data/temporary/")
                    || name.endsWith(".part");
            if (leftover) {
                found.add(file);
            }
        }
        for (TableSchema table : Tables.ALL) {
            Set<Long> kept = workspace.ledger().read(tx -> tx.snapshots().kept(table.name()));
            for (long snapshot : kept) {
                List<Path> files =
                        workspace.lake().at(Map.of(table.name(), snapshot)).files(table, FileFilter.ALL);
                found.removeAll(files);
            }
        }
        return found;
    }
}
