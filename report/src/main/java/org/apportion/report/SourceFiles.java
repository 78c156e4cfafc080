package org.apportion.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.LedgerTransaction;

/** Names of delivered files. The ledger's tables of the room {@code ingest} are read here, never written. */
final class SourceFiles {
    private static final int LIMIT = 50;

    private final ReportSession session;
    private final Map<CostItem.Origin, String> known = new HashMap<>();
    private final boolean recorded;

    SourceFiles(ReportSession session) {
        this.session = session;
        this.recorded = session.ledger().read(SourceFiles::hasDeliveries);
    }

    private static boolean hasDeliveries(LedgerTransaction transaction) {
        return transaction
                        .handle()
                        .createQuery("SELECT COUNT(*) FROM room_schema WHERE room = 'ingest'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** {@code bills/aws/2026-10.csv.gz row 12}; the hash stands in for a name that is not known. */
    String place(CostItem.Origin origin) {
        CostItem.Origin file = new CostItem.Origin(origin.source(), origin.delivery(), origin.file(), 0);
        return known.computeIfAbsent(file, this::name) + " row " + origin.row();
    }

    private String name(CostItem.Origin origin) {
        if (recorded) {
            List<String> names = session.ledger()
                    .read(transaction -> transaction
                            .handle()
                            .createQuery(
                                    "SELECT name FROM delivery_file WHERE delivery = :delivery AND sha256 LIKE :hash"
                                            + " ORDER BY name")
                            .bind("delivery", origin.delivery())
                            .bind("hash", origin.file() + "%")
                            .mapTo(String.class)
                            .list());
            if (!names.isEmpty()) {
                return names.get(0);
            }
        }
        return "file " + origin.file() + " of source " + origin.source();
    }

    /** Hashes, as {@code x_File} has them, of the current files whose path ends with this text. */
    List<String> hashes(String ending) {
        if (!recorded) {
            return List.of();
        }
        return session
                .ledger()
                .read(transaction -> transaction
                        .handle()
                        .createQuery(
                                "SELECT DISTINCT f.sha256, f.name FROM delivery_file f JOIN delivery d ON d.id = f.delivery"
                                        + " WHERE d.is_current = 1")
                        .mapToMap(String.class)
                        .list())
                .stream()
                .filter(file -> isOrEndsWith(String.valueOf(file.get("name")), ending))
                .map(file -> String.valueOf(file.get("sha256")).substring(0, 16))
                .distinct()
                .limit(LIMIT)
                .toList();
    }

    private static boolean isOrEndsWith(String name, String ending) {
        return name.equals(ending) || name.endsWith("/" + ending);
    }
}
