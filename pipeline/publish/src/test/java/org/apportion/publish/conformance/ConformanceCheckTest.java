package org.apportion.publish.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.ConditionalRule.Keyword;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCheckTest {
    private static final FocusRules RULES = FocusRules.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    @BeforeEach
    void open() {
        engine = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 1, folder.resolve("tmp")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aSoundRowBreaksNoRule() {
        ConformanceReport report = check(List.of(soundRow()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.conforms()).isTrue();
        assertThat(report.rows()).isEqualTo(1);
    }

    @Test
    void aMissingMandatoryColumnIsNamed() {
        Map<String, String> row = soundRow();
        row.remove("BilledCost");
        assertThat(check(List.of(row)).findings())
                .extracting(Finding::rule, Finding::rows)
                .containsExactly(tuple("BilledCost-present", 0L));
    }

    @Test
    void brokenRulesAreCountedAndShownByTheirFirstRow() {
        Map<String, String> wrong = soundRow();
        wrong.put("ListCost", "7.00");
        Map<String, String> alsoWrong = soundRow();
        alsoWrong.put("ListCost", "9");
        ConformanceReport report = check(List.of(soundRow(), wrong, alsoWrong));
        // 2 hours at 3 are 6.
        assertThat(report.findings())
                .extracting(Finding::rule, Finding::rows, Finding::firstRow)
                .containsExactly(tuple("ListCost-is-price-times-quantity", 2L, 2L));
        assertThat(report.findings().get(0).values())
                .containsEntry("ListCost", "7.00")
                .containsEntry("PricingQuantity", "2")
                .containsEntry("ListUnitPrice", "3");
    }

    @Test
    void valuesFormatsAndRangesAreChecked() {
        Map<String, String> row = soundRow();
        row.put("ChargeCategory", "usage");
        row.put("ChargePeriodStart", "2026-10-01 00:00:00");
        row.put("BillingCurrency", "EURO");
        row.put("Tags", "{\"team\":{\"name\":\"a\"}}");
        row.put("ListUnitPrice", "-3");
        row.put("ListCost", "-6");
        row.put("ServiceName", "");
        row.put("BilledCost", "1,5");
        assertThat(check(List.of(row)).findings())
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder(
                        "ChargeCategory-value",
                        "ChargePeriodStart-format",
                        "BillingCurrency-format",
                        "Tags-format",
                        "ListUnitPrice-range",
                        "ServiceName-not-blank",
                        "BilledCost-format",
                        // The category is not Usage, so a consumed quantity is wrong too.
                        "ConsumedQuantity-only-on-usage");
    }

    @Test
    void aSubcategoryBelongsToItsCategory() {
        Map<String, String> row = soundRow();
        row.put("ServiceSubcategory", "Object Storage");
        assertThat(check(List.of(row)).findings())
                .extracting(Finding::rule)
                .containsExactly("ServiceCategory-of-subcategory");
    }

    @Test
    void oneServiceHasOneCategory() {
        Map<String, String> other = soundRow();
        other.put("ServiceCategory", "Storage");
        other.put("ServiceSubcategory", "Object Storage");
        assertThat(check(List.of(soundRow(), other)).findings())
                .extracting(Finding::rule, Finding::rows)
                .containsExactly(tuple("ServiceName-one-category", 1L));
    }

    @Test
    void ratiosOfASplitRowAddUpToAtMostOne() {
        Map<String, String> row = soundRow();
        row.put("AllocatedMethodId", "m");
        row.put("AllocatedResourceId", "r");
        row.put("AllocatedResourceName", "r");
        row.put("AllocatedTags", null);
        row.put("AllocatedMethodDetails", "{\"Elements\":[{\"AllocatedRatio\":0.7},{\"AllocatedRatio\":0.4}]}");
        assertThat(check(List.of(row)).findings()).extracting(Finding::rule).containsExactly("AllocatedRatio-in-range");
    }

    @Test
    void advicesDoNotStopConformance() {
        Map<String, String> row = soundRow();
        row.put("ChargeDescription", null);
        ConformanceReport report = check(List.of(row));
        assertThat(report.findings()).extracting(Finding::keyword).containsExactly(Keyword.SHOULD);
        assertThat(report.conforms()).isTrue();
    }

    @Test
    void unknownColumnsAreNoted() {
        Map<String, String> row = soundRow();
        row.put("UsageType", "a");
        assertThat(check(List.of(row)).notes()).anyMatch(note -> note.endsWith("lack the prefix x_: UsageType."));
    }

    @Test
    void everyRuleReadsColumnsThatItsDatasetHas() {
        for (FocusDataset dataset : FocusDataset.values()) {
            for (FocusVersion version : FocusVersion.values()) {
                FocusRules rules = FocusRules.of(dataset, version);
                List<String> columns =
                        rules.columns().stream().map(ColumnRule::column).toList();
                assertThat(columns).doesNotHaveDuplicates();
                rules.conditional()
                        .forEach(rule -> assertThat(columns).as(rule.id()).containsAll(rule.columns()));
                assertThat(columns.isEmpty()).isEqualTo(version.compareTo(dataset.since()) < 0);
            }
        }
    }

    @Test
    void versionAndDatasetAreToldByTheColumns() {
        List<String> billing = FocusRules.of(FocusDataset.BILLING_PERIOD, FocusVersion.V1_4).columns().stream()
                .map(ColumnRule::column)
                .toList();
        assertThat(FocusRules.detectDataset(billing)).contains(FocusDataset.BILLING_PERIOD);
        for (FocusVersion version : FocusVersion.values()) {
            List<String> columns = FocusRules.of(FocusDataset.COST_AND_USAGE, version).columns().stream()
                    .map(ColumnRule::column)
                    .toList();
            assertThat(FocusRules.detectDataset(columns)).contains(FocusDataset.COST_AND_USAGE);
            assertThat(FocusRules.detectVersion(FocusDataset.COST_AND_USAGE, columns))
                    .isEqualTo(version);
        }
        assertThat(FocusRules.detectDataset(List.of("a", "b"))).isEmpty();
    }

    @Test
    void aFileWithoutWhatTheNewestVersionRemovedIsOfTheNewest() {
        List<String> columns = FocusRules.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_3).columns().stream()
                .map(ColumnRule::column)
                .filter(column -> !column.equals("ProviderName"))
                .toList();

        assertThat(FocusRules.detectVersion(FocusDataset.COST_AND_USAGE, columns))
                .isEqualTo(FocusVersion.V1_3);
        assertThat(FocusRules.detectVersion(
                        FocusDataset.COST_AND_USAGE,
                        columns.stream()
                                .filter(column -> !column.equals("PublisherName"))
                                .toList()))
                .isEqualTo(FocusVersion.V1_4);
    }

    /** Two hours of a machine at a list price of 3 and a contracted price of 2. */
    private static Map<String, String> soundRow() {
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (ColumnRule rule : RULES.columns()) {
            if (rule.level() == ColumnRule.Level.MANDATORY) {
                row.put(rule.column(), null);
            }
        }
        row.putAll(Map.of("BilledCost", "4.00", "EffectiveCost", "4", "ListCost", "6.0", "ContractedCost", "4"));
        row.putAll(Map.of("BillingAccountId", "1", "BillingAccountName", "a", "BillingCurrency", "USD"));
        row.putAll(Map.of(
                "BillingPeriodStart", "2026-10-01T00:00:00Z",
                "BillingPeriodEnd", "2026-11-01T00:00:00Z",
                "ChargePeriodStart", "2026-10-01T00:00:00Z",
                "ChargePeriodEnd", "2026-10-01T02:00:00Z"));
        row.putAll(Map.of("ChargeCategory", "Usage", "ChargeDescription", "d", "ChargeFrequency", "Usage-Based"));
        row.putAll(Map.of("ServiceProviderName", "P", "HostProviderName", "P", "InvoiceIssuerName", "P"));
        row.putAll(Map.of(
                "ServiceCategory", "Compute", "ServiceSubcategory", "Virtual Machines", "ServiceName", "Machines"));
        row.putAll(Map.of("PricingQuantity", "2", "PricingUnit", "Hours", "ListUnitPrice", "3"));
        row.putAll(Map.of("ContractedUnitPrice", "2", "PricingCategory", "Standard"));
        row.putAll(Map.of("SkuId", "s", "SkuPriceId", "p", "SkuMeter", "m"));
        row.putAll(Map.of("ConsumedQuantity", "2E-0", "ConsumedUnit", "Hours", "Tags", "{\"team\":\"a\",\"on\":true}"));
        return new LinkedHashMap<>(row);
    }

    private ConformanceReport check(List<Map<String, String>> rows) {
        List<String> names = new ArrayList<>(rows.get(0).keySet());
        List<Column> columns = new ArrayList<>();
        names.forEach(name -> columns.add(Column.optional(name, ColumnType.STRING, "Text.")));
        columns.add(Column.required("x_row", ColumnType.BIGINT, "Row."));
        List<Object[]> values = new ArrayList<>();
        for (Map<String, String> row : rows) {
            List<@Nullable Object> cells =
                    new ArrayList<>(names.stream().map(row::get).toList());
            cells.add((long) values.size() + 1);
            values.add(cells.toArray());
        }
        engine.load("file", columns, values);
        List<CheckedColumn> checked =
                names.stream().map(name -> new CheckedColumn(name, "VARCHAR")).toList();
        return new ConformanceCheck(engine).check(new CheckedFile("file", "file", checked), RULES);
    }
}
