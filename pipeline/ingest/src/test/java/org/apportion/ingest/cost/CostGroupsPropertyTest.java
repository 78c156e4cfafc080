package org.apportion.ingest.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.Mappings;
import org.apportion.ingest.mapping.SourceLayout;
import org.apportion.model.BillingMonth;
import org.apportion.model.PortableHash;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is worked out once for each distinct set of cells is what each row alone would give. */
class CostGroupsPropertyTest {
    private static final int ROWS = 3000;
    private static final List<String> TEXTS = List.of(
            "BillingAccountId",
            "SubAccountId",
            "SubAccountName",
            "ServiceName",
            "ResourceId",
            "RegionId",
            "RegionName",
            "ChargeDescription",
            "SkuPriceId",
            "Unread");
    private static final SliceKey SLICE = new SliceKey("bills", BillingMonth.parse("2026-10"), "all");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void groupsAndTextsAreThoseOfEachRow(long seed) {
        check(seed, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void groupsWithTheSameSessionHashStayApart(long seed) {
        check(seed, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void cellsThatHoldTheSeparatorStayWhole(long seed) {
        List<Map<String, @Nullable String>> bill = bill(new Random(seed));
        bill.get(17).put("RegionName", "a\u001Fb");
        check(seed, bill, false);
    }

    private void check(long seed, boolean clash) {
        check(seed, bill(new Random(seed)), clash);
    }

    private void check(long seed, List<Map<String, @Nullable String>> bill, boolean clash) {
        boolean separatorHeld = bill.stream().anyMatch(row -> row.containsValue("a\u001Fb"));
        try (Engine engine = engine()) {
            Dialect dialect = clash ? clashing(engine.dialect()) : engine.dialect();
            List<String> headings = new ArrayList<>(bill.get(0).keySet());
            engine.execute(dialect.createTable("bill", values(bill, List.copyOf(headings), dialect)));
            headings.addAll(List.of("BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"));
            MappingPlan mapping = Mappings.shipped("focus").bind(SourceLayout.csv("bill.csv", headings), dialect);
            List<SourceColumn> columns = headings.stream()
                    .map(name -> new SourceColumn(name, "VARCHAR"))
                    .toList();
            CostPlan.FileKey file = new CostPlan.FileKey("bills", "0123456789abcdef");
            CostPlan plan = new CostPlan(dialect, mapping, columns, false, file);
            plan.read(engine, dialect.name("bill"), "read").forEach(engine::execute);
            assertThat(plan.group(engine, "read")).isNotEqualTo(separatorHeld);
            if (separatorHeld) {
                plan = new CostPlan(dialect, mapping, columns, false, file.withOwnSeparator());
                plan.read(engine, dialect.name("bill"), "read").forEach(engine::execute);
                assertThat(plan.group(engine, "read")).isTrue();
            }
            Delivery delivery = new Delivery(
                    SLICE,
                    Optional.empty(),
                    List.of(new DeliveredFile("bill.csv", "0".repeat(64), "1", Instant.EPOCH)));
            String rows = plan.rows(engine, "read", delivery);
            assertThat(actual(engine, rows, dialect)).as("seed %d", seed).isEqualTo(expected(bill));
            plan.drop(engine, "read").forEach(engine::execute);
        }
    }

    private static List<String> actual(Engine engine, String rows, Dialect dialect) {
        List<String> columns = new ArrayList<>(List.of("x_Row", "x_TagContext", "x_GroupId", "x_RecordId"));
        columns.addAll(TEXTS.subList(0, TEXTS.size() - 1));
        String texts = columns.stream()
                .map(column -> "coalesce(CAST(r." + dialect.name(column) + " AS VARCHAR), '-')")
                .reduce((a, b) -> a + " || ' ' || " + b)
                .orElseThrow();
        String unread =
                " || ' ' || coalesce(" + dialect.mapValue("r." + dialect.name("x_SourceColumns"), "Unread") + ", '-')";
        return engine.query(
                "SELECT " + texts + unread + " FROM (" + rows + ") AS r ORDER BY r." + dialect.name("x_Row"),
                row -> String.valueOf(row.text(0)));
    }

    private static List<String> expected(List<Map<String, @Nullable String>> bill) {
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable String> row : bill) {
            String tags =
                    row.get("Tags") == null ? "" : "3:env" + row.get("Tags").length() + ":" + row.get("Tags");
            long context = PortableHash.of(tags, null, row.get("SubAccountId"), row.get("BillingAccountId"));
            List<@Nullable String> group = new ArrayList<>();
            for (String column : GroupColumn.ids()) {
                group.add(
                        switch (column) {
                            case "x_Source" -> "bills";
                            case "x_BillingMonth" -> "2026-10";
                            case "BillingCurrency" -> "EUR";
                            case "ChargeCategory" -> "Usage";
                            default -> row.get(column);
                        });
            }
            group.add(Long.toString(context));
            String number = Integer.toString(lines.size() + 1);
            StringBuilder line = new StringBuilder(number + " " + context + " " + PortableHash.of(group) + " "
                    + PortableHash.of("0123456789abcdef", number, "0"));
            TEXTS.forEach(column -> line.append(' ').append(row.get(column) == null ? "-" : row.get(column)));
            lines.add(line.toString());
        }
        return lines;
    }

    /** Few texts per column, a sixth of them missing; SkuPriceId and Unread differ in almost every row. */
    private static List<Map<String, @Nullable String>> bill(Random random) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Map<String, @Nullable String> row = new TreeMap<>();
            for (String column : TEXTS) {
                int texts = column.equals("SkuPriceId") || column.equals("Unread") ? ROWS : 3;
                row.put(column, random.nextInt(6) == 0 ? null : column.charAt(0) + "" + random.nextInt(texts));
            }
            row.put("Tags", random.nextInt(6) == 0 ? null : "v" + random.nextInt(20));
            rows.add(row);
        }
        return rows;
    }

    private static String values(List<Map<String, @Nullable String>> bill, List<String> headings, Dialect dialect) {
        StringBuilder text = new StringBuilder("SELECT * FROM (VALUES ");
        for (Map<String, @Nullable String> row : bill) {
            text.append(text.charAt(text.length() - 1) == ')' ? ", (" : "(");
            for (String column : headings) {
                String value = row.get(column);
                String cell = column.equals("Tags") && value != null ? "{\"env\": \"" + value + "\"}" : value;
                text.append(cell == null ? "NULL" : dialect.text(cell)).append(", ");
            }
            text.append("'0.5', 'EUR', '2026-10-01', '2026-10-02')");
        }
        return text + ") AS v("
                + String.join(", ", headings.stream().map(dialect::name).toList())
                + ", BilledCost, BillingCurrency, ChargePeriodStart, ChargePeriodEnd)";
    }

    /** Gives every row the same number, as an unlucky hash would. */
    private static Dialect clashing(Dialect dialect) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionHash")) {
                        return "CAST(0 AS UBIGINT)";
                    }
                    try {
                        return method.invoke(dialect, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Engine engine() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("duckdb"))
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 2, folder));
    }
}
