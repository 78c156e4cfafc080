package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked case of the specification's appendix on split cost, published as a bundle. */
class FocusBundleTest {
    private static final String HEADING =
            "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,BillingAccountId,"
                    + "BillingAccountName,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,"
                    + "ChargeClass,ChargeDescription,ChargeFrequency,ServiceProviderName,HostProviderName,InvoiceIssuerName,"
                    + "ServiceCategory,ServiceSubcategory,ServiceName,PricingQuantity,PricingUnit,PricingCategory,ListUnitPrice,"
                    + "ContractedUnitPrice,ConsumedQuantity,ConsumedUnit,SkuId,SkuPriceId,SkuMeter,ResourceId,ResourceName,"
                    + "ResourceType,Tags\n";
    private static final String HOST = "0,240.00,288.00,240.00,EUR,1,Example,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,"
            + "2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,Usage,,Shared host,Usage-Based,Cloud,Cloud,Cloud,"
            + "Compute,Virtual Machines,Machines,24,Hours,Standard,12.00,10.00,24,Hours,s,p,Hours,host-1,host-1,Machine,"
            + "\"{\"\"env\"\": \"\"prod\"\"}\"\n";
    private static final String TAX = "2.00,2.00,2.00,2.00,EUR,1,Example,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,"
            + "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Tax,,VAT,One-Time,Cloud,Cloud,Cloud,"
            + "Other,Other (Other),Tax,,,,,,,,,,,,,,\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void everyCostAndQuantityIsSplitByTheSameWeights() {
        SmallCompany company = company(HOST, "csv");
        company.importAndRun();
        List<NamedCsvRecord> rows = rows(company.file("out/2026-10/focus/cost_and_usage.csv"));
        assertThat(rows).hasSize(3);
        // 2.5, 1.5 and 1 vCPU hours in each of 24 hours: shares of 50, 30 and 20 %.
        row(rows, "principal:a", "120", "144", "120", "12", "0.5");
        row(rows, "principal:b", "72", "86.4", "72", "7.2", "0.3");
        row(rows, "principal:c", "48", "57.6", "48", "4.8", "0.2");
        for (NamedCsvRecord row : rows) {
            assertThat(row.getField("BilledCost")).isEqualTo("0");
            assertThat(row.getField("ListUnitPrice")).isEqualTo("12");
            assertThat(row.getField("Tags")).isEqualTo("{\"env\":\"prod\"}");
            assertThat(row.getField("AllocatedMethodId")).isEqualTo("hosts@1");
        }
    }

    @Test
    void theReceiverSaysItsUnitAndHowItWasFound() {
        SmallCompany company = company(HOST, "csv");
        company.importAndRun();
        NamedCsvRecord row = rows(company.file("out/2026-10/focus/cost_and_usage.csv")).stream()
                .filter(one -> one.getField("AllocatedResourceId").equals("principal:a"))
                .findFirst()
                .orElseThrow();
        assertThat(row.getField("AllocatedResourceName")).isEqualTo("a");
        assertThat(row.getField("AllocatedTags"))
                .isEqualTo("{\"apportion/unit\":\"shop\",\"apportion/cost-center\":\"100\"}");
        assertThat(row.getField("AllocatedMethodDetails"))
                .isEqualTo("{\"Elements\":[{\"AllocatedRatio\":0.500000000000,\"x_Method\":\"metric\",\"x_Part\":0,"
                        + "\"x_Tier\":0}],\"x_Run\":\"2026-10-1\"}");
        assertThat(row.getField("x_OrganizationUnit")).isEqualTo("shop");
    }

    @Test
    void whatNoRuleTakesStaysAsItIsAndWhatNobodyUsedIsARemainder() {
        SmallCompany company = company(HOST.replace("host-1,host-1", "idle-1,idle-1") + TAX, "csv");
        company.importAndRun();
        List<NamedCsvRecord> rows = rows(company.file("out/2026-10/focus/cost_and_usage.csv"));
        assertThat(rows).hasSize(2);
        NamedCsvRecord tax = only(rows, "Tax");
        assertThat(tax.getField("AllocatedMethodId")).isEmpty();
        assertThat(tax.getField("AllocatedMethodDetails")).isEmpty();
        assertThat(tax.getField("x_Unallocated")).isEqualTo("no_rule");
        NamedCsvRecord idle = only(rows, "Usage");
        assertThat(idle.getField("AllocatedMethodId")).isEqualTo("hosts@1");
        assertThat(idle.getField("AllocatedResourceId")).isEmpty();
        assertThat(idle.getField("AllocatedResourceName")).isEmpty();
        assertThat(idle.getField("EffectiveCost")).isEqualTo("240");
        assertThat(idle.getField("x_Unallocated")).isEqualTo("no_usage");
    }

    @Test
    void aPublishedBundlePassesTheCheckOfFiles() {
        SmallCompany company = company(HOST + TAX, "parquet");
        company.importAndRun();
        List<FocusReport> reports = new FocusFiles(
                        new EngineSettings("duckdb", "256MB", 1, folder.resolve("check")), Progress.NONE)
                .check(
                        List.of(company.file("out/2026-10/focus")
                                .resolve("*.parquet")
                                .toString()),
                        Optional.of("1.4"));
        assertThat(reports).extracting(FocusReport::dataset).containsExactly("billing-period", "cost-and-usage");
        assertThat(reports).allMatch(FocusReport::conforms);
        assertThat(company.text("out/2026-10/focus/manifest.json"))
                .contains("\"EUR\": \"242\"", "\"cost_and_usage.parquet\": ", "\"rows\": 4");
    }

    @Test
    void aBundleThatBreaksARuleIsNotPublished() {
        SmallCompany company = company(HOST, "csv");
        company.importAndRun();
        String before = company.text("out/2026-10/focus/cost_and_usage.csv");
        company.write("bills/october.csv", HEADING + HOST.replace("288.00", "288.01"), 2_000);
        assertThatThrownBy(company::importAndRun)
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("PUBLISH_NOT_CONFORMANT")
                .hasMessageContaining(
                        "ListCost-is-price-times-quantity (3 rows); 1 of these 1 the bills break themselves.");
        assertThat(company.text("out/2026-10/focus/cost_and_usage.csv")).isEqualTo(before);
        assertThat(company.file("out/2026-10/.focus.part")).doesNotExist();
    }

    @Test
    void aRuleThatTheBillBreaksCanBeAccepted() {
        SmallCompany company = company(HOST.replace("288.00", "288.01"), "csv");
        company.configure("    path: out/{month}/focus", "    path: out/{month}/focus\n    focus: {accept: [bills]}");
        company.importAndRun();
        List<NamedCsvRecord> rows = rows(company.file("out/2026-10/focus/cost_and_usage.csv"));
        assertThat(sum(rows, "ListCost")).isEqualByComparingTo("288.01");
        assertThat(company.text("out/2026-10/focus/conformance.json"))
                .contains("\"accepted\": [\"bills\"]", "\"broken_by_bills\": [\"ListCost-is-price-times-quantity\"]");
    }

    @Test
    void aRuleThatFocusDoesNotHaveCannotBeAccepted() {
        SmallCompany company = company(HOST, "csv");
        company.configure(
                "    path: out/{month}/focus",
                "    path: out/{month}/focus\n    focus: {accept: [bills, ListCost-not-null, NoSuchRule]}");
        assertThatThrownBy(company::importAndRun)
                .hasMessageStartingWith("PUBLISH_RULE_UNKNOWN " + company.file("apportion.yaml"))
                .hasMessageContaining(
                        "focus.accept of the output focus names 'NoSuchRule', which is no rule of FOCUS 1.4.");
    }

    @Test
    void aFolderOfSomebodyElseIsNotReplaced() {
        SmallCompany company = company(HOST, "csv");
        company.write("out/2026-10/focus/notes.txt", "mine", 1);
        assertThatThrownBy(company::importAndRun).hasMessageContaining("PUBLISH_FOREIGN_FILE");
        assertThat(company.text("out/2026-10/focus/notes.txt")).isEqualTo("mine");
    }

    @Test
    void theInternalViewIsABillOfThePlatform() {
        SmallCompany company = company(HOST, "csv");
        company.importAndRun();
        List<NamedCsvRecord> rows = rows(company.file("out/2026-10/internal/cost_and_usage.csv"));
        assertThat(sum(rows, "BilledCost")).isEqualByComparingTo("240");
        assertThat(rows).allMatch(row -> row.getField("ServiceProviderName").equals("Nord Platform"));
        // a and b work for the shop: 120 and 72.
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.getField("BillingAccountId")).isEqualTo("shop");
            assertThat(row.getField("BilledCost")).isEqualTo("192");
        });
    }

    private static void row(
            List<NamedCsvRecord> rows,
            String receiver,
            String effective,
            String list,
            String contracted,
            String quantity,
            String ratio) {
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.getField("AllocatedResourceId")).isEqualTo(receiver);
            assertThat(row.getField("EffectiveCost")).isEqualTo(effective);
            assertThat(row.getField("ListCost")).isEqualTo(list);
            assertThat(row.getField("ContractedCost")).isEqualTo(contracted);
            assertThat(row.getField("PricingQuantity")).isEqualTo(quantity);
            assertThat(row.getField("ConsumedQuantity")).isEqualTo(quantity);
            assertThat(row.getField("x_AllocatedRatio")).isEqualTo(ratio);
        });
    }

    private static NamedCsvRecord only(List<NamedCsvRecord> rows, String category) {
        return rows.stream()
                .filter(row -> row.getField("ChargeCategory").equals(category))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal sum(List<NamedCsvRecord> rows, String column) {
        return rows.stream().map(row -> new BigDecimal(row.getField(column))).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<NamedCsvRecord> rows(Path file) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rule splits the machines by vCPU hours; a, b and c use them for shop, shop and data. */
    private SmallCompany company(String rows, String format) {
        SmallCompany company = SmallCompany.in(folder);
        company.write("bills/october.csv", HEADING + rows, 1_000);
        StringBuilder usage = new StringBuilder("hour,resource,consumer,metric,value,unit\n");
        for (int hour = 0; hour < 24; hour++) {
            String start = String.format(java.util.Locale.ROOT, "2026-10-01T%02d:00:00Z,host-1,", hour);
            usage.append(start).append("a,vcpu,2.5,Hours\n");
            usage.append(start).append("b,vcpu,1.5,Hours\n");
            usage.append(start).append("c,vcpu,1,Hours\n");
        }
        company.write("usage/october.csv", usage.toString(), 1_000);
        company.configure("cost-basis: billed", "cost-basis: effective");
        company.configure("principal: alice, unit", "principal: [a, b, alice], unit");
        company.configure("principal: [carol,", "principal: [c, carol,");
        company.configure(
                "  - id: tax\n    when: ChargeCategory == 'Tax'\n    tiers:\n      - allocated: all\n",
                "  - id: hosts\n    when: ServiceName == 'Machines'\n    tiers:\n      - metric: vcpu\n");
        company.configure(
                "outputs:\n",
                "outputs:\n  - id: focus\n    content: focus\n    format: " + format
                        + "\n    path: out/{month}/focus\n  - id: internal\n    content: focus-internal\n"
                        + "    path: out/{month}/internal\n    focus: {provider: Nord Platform}\n");
        return company;
    }
}
