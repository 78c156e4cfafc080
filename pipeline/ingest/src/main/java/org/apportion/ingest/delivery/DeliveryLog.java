package org.apportion.ingest.delivery;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.BillingMonth;
import org.jdbi.v3.core.Handle;

/** What the ledger knows of files and deliveries; valid inside one transaction. No file and no delivery is ever deleted here. */
public final class DeliveryLog {
    private final Handle handle;

    public DeliveryLog(LedgerTransaction transaction) {
        this.handle = transaction.handle();
    }

    /** What was found when these bytes were read in this way before. */
    public Optional<FileContent> content(String source, DeliveredFile file) {
        return handle.createQuery("SELECT mapping, version, rejected, skipped FROM delivered_file"
                        + " WHERE source = :source AND sha256 = :sha AND reading = :reading")
                .bind("source", source)
                .bind("sha", file.sha256())
                .bind("reading", file.reading())
                .map((row, context) -> new FileContent(
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        contributions(source, file)))
                .findOne();
    }

    private List<Contribution> contributions(String source, DeliveredFile file) {
        return handle.createQuery("SELECT month, measure, record_count, total, effective FROM delivered_amount"
                        + " WHERE source = :source AND sha256 = :sha AND reading = :reading ORDER BY month, measure")
                .bind("source", source)
                .bind("sha", file.sha256())
                .bind("reading", file.reading())
                .map((row, context) -> new Contribution(
                        BillingMonth.parse(row.getString(1)),
                        row.getString(2),
                        row.getLong(3),
                        new BigDecimal(row.getString(4)),
                        new BigDecimal(row.getString(5))))
                .list();
    }

    /** Remembers what a file holds; a file that is known already stays as it is. */
    public void record(String source, DeliveredFile file, long bytes, FileContent content) {
        int added = handle.createUpdate("INSERT INTO delivered_file"
                        + " (source, sha256, reading, name, bytes, mapping, version, rejected, skipped) VALUES"
                        + " (:source, :sha, :reading, :name, :bytes, :mapping, :version, :rejected, :skipped)"
                        + " ON CONFLICT (source, sha256, reading) DO NOTHING")
                .bind("source", source)
                .bind("sha", file.sha256())
                .bind("reading", file.reading())
                .bind("name", file.name())
                .bind("bytes", bytes)
                .bind("mapping", content.mapping())
                .bind("version", content.version().orElse(null))
                .bind("rejected", content.rejected())
                .bind("skipped", content.skipped())
                .execute();
        if (added == 1) {
            content.contributions().forEach(contribution -> record(source, file, contribution));
        }
    }

    private void record(String source, DeliveredFile file, Contribution contribution) {
        handle.createUpdate("INSERT INTO delivered_amount"
                        + " (source, sha256, reading, month, measure, record_count, total, effective) VALUES"
                        + " (:source, :sha, :reading, :month, :measure, :records, :total, :effective)")
                .bind("source", source)
                .bind("sha", file.sha256())
                .bind("reading", file.reading())
                .bind("month", contribution.month().toString())
                .bind("measure", contribution.measure())
                .bind("records", contribution.records())
                .bind("total", contribution.total().toPlainString())
                .bind("effective", contribution.effective().toPlainString())
                .execute();
    }

    /** All deliveries of a source, in order of month, slice and time. */
    public List<Recorded> history(String source) {
        Map<String, List<DeliveredFile>> files = new HashMap<>();
        handle.createQuery("SELECT f.delivery, f.name, f.sha256, f.reading, f.modified_at FROM delivery_file f"
                        + " JOIN delivery d ON d.id = f.delivery WHERE d.source = :source")
                .bind("source", source)
                .map((row, context) -> Map.entry(
                        row.getString(1),
                        new DeliveredFile(
                                row.getString(2), row.getString(3), row.getString(4), Instants.of(row.getString(5)))))
                .list()
                .forEach(file -> files.computeIfAbsent(file.getKey(), any -> new ArrayList<>())
                        .add(file.getValue()));
        Map<String, Map<String, String>> exports = exports(source);
        return handle.createQuery("SELECT id, month, slice, version, is_current FROM delivery"
                        + " WHERE source = :source ORDER BY month, slice, recorded_at, id")
                .bind("source", source)
                .map((row, context) -> {
                    SliceKey key = new SliceKey(source, BillingMonth.parse(row.getString(2)), row.getString(3));
                    Optional<String> version = Optional.ofNullable(row.getString(4));
                    List<DeliveredFile> own = files.getOrDefault(row.getString(1), List.of());
                    return new Recorded(
                            new Delivery(key, version, own, exports.getOrDefault(row.getString(1), Map.of())),
                            row.getInt(5) == 1);
                })
                .list();
    }

    private Map<String, Map<String, String>> exports(String source) {
        Map<String, Map<String, String>> exports = new HashMap<>();
        handle.createQuery("SELECT e.delivery, e.export, e.version FROM delivery_export e"
                        + " JOIN delivery d ON d.id = e.delivery WHERE d.source = :source")
                .bind("source", source)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .forEach(row -> exports.computeIfAbsent(row.get(0), any -> new HashMap<>())
                        .put(row.get(1), row.get(2)));
        return exports;
    }

    /** Billing months that any source but this one has delivered, in order. */
    public List<BillingMonth> monthsOfOthers(String source) {
        return handle.createQuery(
                        "SELECT DISTINCT month FROM delivery WHERE source <> :source AND is_current = 1 ORDER BY month")
                .bind("source", source)
                .mapTo(String.class)
                .map(BillingMonth::parse)
                .list();
    }

    /** Sources of which deliveries of a month count, in order. */
    public List<String> sourcesOf(BillingMonth month) {
        return handle.createQuery(
                        "SELECT DISTINCT source FROM delivery WHERE month = :month AND is_current = 1 ORDER BY source")
                .bind("month", month.toString())
                .mapTo(String.class)
                .list();
    }

    /** Files of a source that count in a month. */
    public List<DeliveredFile> currentFiles(String source, BillingMonth month) {
        return handle.createQuery(
                        "SELECT f.name, f.sha256, f.reading, f.modified_at FROM delivery_file f JOIN delivery d ON d.id = f.delivery"
                                + " WHERE d.source = :source AND d.month = :month AND d.is_current = 1")
                .bind("source", source)
                .bind("month", month.toString())
                .map((row, context) -> new DeliveredFile(
                        row.getString(1), row.getString(2), row.getString(3), Instants.of(row.getString(4))))
                .list();
    }

    /**
     * Says that the lake holds nothing of a source any more; what it delivered stays known.
     *
     * @param month only of this one; empty: of all
     */
    public void withdraw(String source, Optional<BillingMonth> month) {
        handle.createUpdate("UPDATE delivery SET is_current = 0 WHERE source = :source"
                        + (month.isPresent() ? " AND month = :month" : ""))
                .bind("source", source)
                .bindMap(month.isPresent() ? Map.of("month", month.get().toString()) : Map.of())
                .execute();
    }

    /** Makes a delivery the current one of its slice. */
    public void makeCurrent(Delivery delivery, long records, java.time.Instant now) {
        SliceKey key = delivery.key();
        handle.createUpdate("UPDATE delivery SET is_current = 0"
                        + " WHERE source = :source AND month = :month AND slice = :slice")
                .bind("source", key.source())
                .bind("month", key.month().toString())
                .bind("slice", key.slice())
                .execute();
        handle.createUpdate(
                        "INSERT INTO delivery (id, source, month, slice, version, is_current, record_count, recorded_at)"
                                + " VALUES (:id, :source, :month, :slice, :version, 1, :records, :now)"
                                + " ON CONFLICT (id) DO UPDATE SET is_current = 1, version = excluded.version,"
                                + " recorded_at = excluded.recorded_at")
                .bind("id", delivery.id())
                .bind("source", key.source())
                .bind("month", key.month().toString())
                .bind("slice", key.slice())
                .bind("version", delivery.version().orElse(null))
                .bind("records", records)
                .bind("now", Instants.text(now))
                .execute();
        recordFiles(delivery);
        recordExports(delivery);
    }

    /**
     * Remembers of deliveries that came again under a greater version how new they are, so that one between the two is older.
     *
     * @param again of one source
     */
    public void raise(String source, List<Delivery> again) {
        if (again.isEmpty()) {
            return;
        }
        Map<String, Delivery> known = new HashMap<>();
        history(source).forEach(recorded -> known.put(recorded.delivery().id(), recorded.delivery()));
        again.forEach(delivery -> {
            Delivery before = known.get(delivery.id());
            if (before != null && Age.of(delivery, before).isNewer()) {
                raise(delivery);
            }
        });
    }

    private void raise(Delivery delivery) {
        handle.createUpdate("UPDATE delivery SET version = :version WHERE id = :id")
                .bind("version", delivery.version().orElse(null))
                .bind("id", delivery.id())
                .execute();
        recordFiles(delivery);
        recordExports(delivery);
    }

    private void recordFiles(Delivery delivery) {
        for (DeliveredFile file : delivery.files()) {
            handle.createUpdate("INSERT INTO delivery_file (delivery, sha256, reading, name, modified_at)"
                            + " VALUES (:delivery, :sha, :reading, :name, :modified)"
                            + " ON CONFLICT (delivery, sha256) DO UPDATE SET modified_at = excluded.modified_at,"
                            + " name = excluded.name")
                    .bind("delivery", delivery.id())
                    .bind("sha", file.sha256())
                    .bind("reading", file.reading())
                    .bind("name", file.name())
                    .bind("modified", Instants.text(file.modified()))
                    .execute();
        }
    }

    /** Those of an earlier time when the same files counted are no longer true. */
    private void recordExports(Delivery delivery) {
        handle.createUpdate("DELETE FROM delivery_export WHERE delivery = :delivery")
                .bind("delivery", delivery.id())
                .execute();
        delivery.exports()
                .forEach((export, version) -> handle.createUpdate(
                                "INSERT INTO delivery_export (delivery, export, version) VALUES (:delivery, :export, :version)")
                        .bind("delivery", delivery.id())
                        .bind("export", export)
                        .bind("version", version)
                        .execute());
    }
}
