package org.apportion.ledger.period;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Sha256;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables behind {@link Frozen}. */
final class FrozenRows {
    static final String READ = "read";
    static final String WRITTEN = "written";
    private static final String MONTH = "month";
    private static final String POSITION = "position";

    private final Handle handle;

    FrozenRows(Handle handle) {
        this.handle = handle;
    }

    void write(String month, Frozen frozen) {
        frozen.read().forEach((table, snapshot) -> writeSnapshot(month, READ, table, snapshot));
        frozen.written().forEach((table, snapshot) -> writeSnapshot(month, WRITTEN, table, snapshot));
        frozen.documents().forEach((name, text) -> writeDocument(month, name, text));
        writeStatement(month, frozen.statement());
        writeUnits(month, frozen.organization().units());
        writeOwners(month, frozen.directory().entries());
    }

    private void writeSnapshot(String month, String use, String table, long snapshot) {
        handle.createUpdate("INSERT INTO period_snapshot (month, use_of, table_name, snapshot_id)"
                        + " VALUES (:month, :use, :table, :snapshot)")
                .bind(MONTH, month)
                .bind("use", use)
                .bind("table", table)
                .bind("snapshot", snapshot)
                .execute();
    }

    private void writeDocument(String month, String name, String text) {
        handle.createUpdate(
                        "INSERT INTO period_document (month, name, sha256, text) VALUES (:month, :name, :hash, :text)")
                .bind(MONTH, month)
                .bind("name", name)
                .bind("hash", Sha256.hex(text))
                .bind("text", text)
                .execute();
    }

    private void writeStatement(String month, List<StatementLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO period_statement (month, position, origin_month, unit, unit_name,"
                        + " cost_center, unallocated, cost_type, currency, amount) VALUES (:month, :position, :origin,"
                        + " :unit, :name, :center, :unallocated, :type, :currency, :amount)");
        int position = 0;
        for (StatementLine line : lines) {
            batch.bind(MONTH, month)
                    .bind(POSITION, position++)
                    .bind("origin", line.originMonth().toString())
                    .bind("unit", line.unit())
                    .bind("name", line.unitName())
                    .bind("center", line.costCenter())
                    .bind("unallocated", line.unallocated())
                    .bind("type", line.costType())
                    .bind("currency", line.currency())
                    .bind("amount", line.amount().toPlainString())
                    .add();
        }
        batch.execute();
    }

    private void writeUnits(String month, List<OrganizationUnit> units) {
        if (units.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO period_unit (month, position, id, name, kind, parent, cost_center, owner)"
                        + " VALUES (:month, :position, :id, :name, :kind, :parent, :center, :owner)");
        int position = 0;
        for (OrganizationUnit unit : units) {
            batch.bind(MONTH, month)
                    .bind(POSITION, position++)
                    .bind("id", unit.id())
                    .bind("name", unit.name())
                    .bind("kind", unit.kind())
                    .bind("parent", unit.parentId())
                    .bind("center", unit.costCenter())
                    .bind("owner", unit.owner())
                    .add();
        }
        batch.execute();
    }

    private void writeOwners(String month, List<DirectoryEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO period_owner (month, position, kind, name, unit, valid_from, valid_to, place)"
                        + " VALUES (:month, :position, :kind, :name, :unit, :from, :to, :place)");
        int position = 0;
        for (DirectoryEntry entry : entries) {
            batch.bind(MONTH, month)
                    .bind(POSITION, position++)
                    .bind("kind", entry.subject().kind().text())
                    .bind("name", entry.subject().name())
                    .bind("unit", entry.unitId())
                    .bind("from", text(entry.validity().from()))
                    .bind("to", text(entry.validity().to()))
                    .bind("place", entry.place())
                    .add();
        }
        batch.execute();
    }

    Map<String, Long> snapshots(String month, String use) {
        return handle
                .createQuery(
                        "SELECT table_name, snapshot_id FROM period_snapshot WHERE month = :month AND use_of = :use")
                .bind(MONTH, month)
                .bind("use", use)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Optional<String> document(String month, String name) {
        return handle.createQuery("SELECT text FROM period_document WHERE month = :month AND name = :name")
                .bind(MONTH, month)
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    List<String> documentNames(String month) {
        return handle.createQuery("SELECT name FROM period_document WHERE month = :month ORDER BY name")
                .bind(MONTH, month)
                .mapTo(String.class)
                .list();
    }

    List<StatementLine> statement(String month) {
        return handle.createQuery("SELECT origin_month, unit, unit_name, cost_center, unallocated, cost_type, currency,"
                        + " amount FROM period_statement WHERE month = :month ORDER BY position")
                .bind(MONTH, month)
                .map((row, context) -> new StatementLine(
                        BillingMonth.parse(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        new BigDecimal(row.getString(8))))
                .list();
    }

    Organization organization(String month) {
        return new Organization(handle.createQuery("SELECT id, name, kind, parent, cost_center, owner FROM period_unit"
                        + " WHERE month = :month ORDER BY position")
                .bind(MONTH, month)
                .map((row, context) -> new OrganizationUnit(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        List.of()))
                .list());
    }

    Directory directory(String month) {
        return new Directory(handle.createQuery("SELECT kind, name, unit, valid_from, valid_to, place"
                        + " FROM period_owner WHERE month = :month ORDER BY position")
                .bind(MONTH, month)
                .map((row, context) -> new DirectoryEntry(
                        new Consumer(ConsumerKind.of(row.getString(1)), row.getString(2)),
                        row.getString(3),
                        new Validity(day(row.getString(4)), day(row.getString(5))),
                        row.getString(6)))
                .list());
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
