package org.apportion.ingest.listed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apportion.ingest.cost.CostPlan;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.DeliveryLog;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.file.ContentHash;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ledger.Ledger;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.ListedCost;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/** The listed costs of one source: each month is a delivery of its own, and the list as it is now is always the newest. */
public final class ListFeed implements Feed {
    private static final String READER = "price-list@1";
    private static final String ROW = "x_row";

    private final Engine engine;
    private final SourceDefinition source;
    private final Map<String, List<ListedRecord>> records = new LinkedHashMap<>();
    private final Map<String, BillingMonth> months = new LinkedHashMap<>();
    private final Map<String, DeliveredFile> lists = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private ListFeed(Engine engine, SourceDefinition source) {
        this.engine = engine;
        this.source = source;
    }

    /**
     * The listed costs of a source as deliveries, one a month.
     *
     * @param month only this one; empty: every month that another source has delivered
     */
    public static ListFeed open(Engine engine, Ledger ledger, SourceDefinition source, Optional<BillingMonth> month) {
        ListFeed feed = new ListFeed(engine, source);
        List<BillingMonth> wanted = month.map(List::of)
                .orElseGet(() -> ledger.read(transaction -> new DeliveryLog(transaction).monthsOfOthers(source.id())));
        if (wanted.isEmpty()) {
            feed.notes.add(source.id() + " has no month to write records for: name one, or import bills first");
        }
        for (BillingMonth one : wanted) {
            feed.add(
                    one,
                    new DeliveredFile(
                            "price list " + source.id() + " " + one,
                            feed.hash(one),
                            ContentHash.of(List.of(READER)),
                            ledger.now()));
        }
        return feed;
    }

    private void add(BillingMonth month, DeliveredFile list) {
        lists.put(list.sha256(), list);
        months.put(list.sha256(), month);
        records.put(list.sha256(), records(month));
    }

    private List<ListedRecord> records(BillingMonth month) {
        List<ListedRecord> valid = new ArrayList<>();
        for (ListedCost cost : source.listedCosts()) {
            ListedRecord.of(cost, month).ifPresent(valid::add);
        }
        return valid;
    }

    private String hash(BillingMonth month) {
        List<String> texts = new ArrayList<>(List.of(month.toString()));
        records(month).forEach(listed -> texts.add(listed.fingerprint()));
        return ContentHash.of(texts);
    }

    @Override
    public Content kind() {
        return Content.COST;
    }

    @Override
    public List<DeliveredFile> files() {
        return List.copyOf(lists.values());
    }

    @Override
    public FileContent content(DeliveredFile file) {
        BillingMonth month = Objects.requireNonNull(months.get(file.sha256()));
        List<Contribution> each = new ArrayList<>();
        for (ListedRecord listed : valid(file)) {
            each.add(new Contribution(
                    month,
                    listed.cost().amountPerMonth().currency(),
                    1,
                    listed.amount().stripTrailingZeros(),
                    listed.amount().stripTrailingZeros()));
        }
        return new FileContent(READER, Optional.empty(), 0, 0, Sums.merged(each));
    }

    @Override
    public Set<BillingMonth> promises(DeliveredFile file) {
        return Set.of(Objects.requireNonNull(months.get(file.sha256())));
    }

    @Override
    public long bytes(DeliveredFile file) {
        return 0;
    }

    @Override
    public void forEachQuery(Delivery delivery, Consumer<String> query) {
        for (DeliveredFile file : delivery.files()) {
            List<Column> columns = columns();
            List<Object[]> rows = new ArrayList<>();
            for (ListedRecord listed : valid(file)) {
                rows.add(listed.values(columns, rows.size() + 1L, source.place()));
            }
            String fileId = file.sha256().substring(0, 16);
            String listTable = "listed_" + fileId;
            String recordTable = "listed_records_" + fileId;
            engine.load(listTable, columns, rows);
            CostPlan plan = grouped(new CostPlan.FileKey(source.id(), fileId), listTable, recordTable);
            query.accept(plan.rows(engine, recordTable, delivery));
            plan.drop(engine, recordTable).forEach(engine::execute);
            engine.execute(engine.dialect().dropTable(listTable));
        }
    }

    private CostPlan grouped(CostPlan.FileKey key, String listTable, String recordTable) {
        CostPlan plan = new CostPlan(engine.dialect(), mapping(), sourceColumns(), true, key);
        plan.read(engine, engine.dialect().name(listTable), recordTable).forEach(engine::execute);
        return plan.group(engine, recordTable) ? plan : grouped(key.withOwnSeparator(), listTable, recordTable);
    }

    @Override
    public List<String> examine(BillingMonth month, String written, String all) {
        return List.of();
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        lists.clear();
    }

    private List<ListedRecord> valid(DeliveredFile file) {
        return Objects.requireNonNull(records.get(file.sha256()));
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (String name : mappedColumns()) {
            columns.add(Column.optional(name, Tables.COST_RECORD.column(name).type(), ""));
        }
        columns.add(Column.optional("x_BillingMonth", ColumnType.STRING, ""));
        columns.add(Column.optional(ROW, ColumnType.BIGINT, ""));
        return columns;
    }

    private List<SourceColumn> sourceColumns() {
        return columns().stream()
                .filter(column -> !column.name().equals(ROW))
                .map(column -> new SourceColumn(column.name(), engine.dialect().type(column.type())))
                .toList();
    }

    private static List<String> mappedColumns() {
        List<String> names = new ArrayList<>();
        for (FocusColumn column : FocusColumn.values()) {
            names.add(column.id());
        }
        names.addAll(List.of("x_ResourceGroup", "x_LineType", "x_UsageType", "x_Operation"));
        return names;
    }

    /** Each column is itself: the rows are typed already. */
    private MappingPlan mapping() {
        Map<String, String> same = mappedColumns().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> "s." + engine.dialect().name(name), (a, b) -> a, LinkedHashMap::new));
        return new MappingPlan(
                READER,
                List.of(new MappingPlan.RowOutput("cost", Optional.empty(), same)),
                List.of(),
                List.of(),
                sourceColumns().stream().map(SourceColumn::name).collect(Collectors.toSet()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "s." + engine.dialect().name("x_BillingMonth"),
                List.of(),
                List.of());
    }
}
