package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole imports of providers' files, named by the environment variable APPORTION_DATA. */
class ProviderImportTest {
    @TempDir
    Path root;

    private Path data = Path.of("");
    private Installation here;

    @BeforeEach
    void open() {
        String value = System.getenv("APPORTION_DATA");
        assumeTrue(value != null, "APPORTION_DATA does not name a folder of provider files");
        data = Path.of(value);
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        if (here != null) {
            here.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "focus/focus_1.0_sample.csv.gz, 1000, 20.52022672899, 14.97651418586",
        "focus/focus_1.3_cost_and_usage_aws_4000.csv.gz, 4000, 63536.6548019857088, 19923.8026479857088",
        "focus/focus_1.3_cost_and_usage_azure_4000.csv.gz, 4000, 116011.84254389766994, 61765.52778389766994",
        "focus/focus_1.3_cost_and_usage_gcp_4000.csv.gz, 4000, 77100.15020844094714, 26583.44312044094714",
        "aws/cur1_anonymous_export.csv.gz, 1281, 1.68230869740, ",
        "azure/cloud_costs_azure_fr.csv, 46, 3.878875315185144, ",
        "azure/nise_azure_v2_2026-01.csv.gz, 155, , ",
        "gcp/nise_gcp_2026-01.csv.gz, 3600, , ",
        "k8s/ocp_on_aws_2026-01/aws_cur.csv.gz, 16560, , "
    })
    void theLakeHoldsTheKnownSums(String file, long rows, String billed, String effective) {
        ImportReport report = here.run(source(file));

        assertThat(report.rejected()).as(firstReject(report)).isZero();
        assertThat(report.slices().stream().mapToLong(SliceReport::records).sum())
                .isEqualTo(rows);
        assertThat(lakeSum("BilledCost")).isEqualByComparingTo(billed == null ? total(report) : new BigDecimal(billed));
        assertThat(lakeSum("BilledCost")).isEqualByComparingTo(total(report));
        if (effective != null) {
            assertThat(lakeSum("EffectiveCost")).isEqualByComparingTo(effective);
        }
        assertThat(here.run(source(file)).changed()).isFalse();
    }

    @Test
    void aFinalBillReplacesTheOneBeforeItAndSaysWhatChanged() {
        SourceDefinition draft = source("aws/koku_2023-06-01-not-final.csv");
        SourceDefinition last = source("aws/koku_2023-06-01.csv");
        here.run(draft);

        assertThatThrownBy(() -> here.run(last)).hasMessageStartingWith("IMPORT_ORDER_UNKNOWN");
        ImportReport report = here.run(last, ImportRequest.ALL.replacing());

        assertThat(report.slices()).extracting(SliceReport::verdict).containsOnly(Verdict.REPLACED);
        assertThat(here.run(draft).slices()).extracting(SliceReport::verdict).containsOnly(Verdict.OLDER);
    }

    @Test
    void accountIdsDamagedByASpreadsheetAreRefusedInAnyProviderFile() {
        Path broken = here.bill(
                "cur.csv",
                "identity/LineItemId,bill/PayerAccountId,bill/BillingPeriodStartDate,"
                        + "bill/BillingPeriodEndDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,"
                        + "lineItem/UsageEndDate,lineItem/ProductCode,lineItem/CurrencyCode,lineItem/UnblendedCost\n"
                        + "a,123456789012,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,7.51831E+11,Usage,2026-10-01T00:00:00Z,"
                        + "2026-10-01T01:00:00Z,AmazonEC2,USD,1\n");

        assertThatThrownBy(() -> here.run(at(broken))).hasMessageStartingWith("IMPORT_ACCOUNT_ID_DAMAGED");
    }

    private static String firstReject(ImportReport report) {
        return report.files()
                .get(0)
                .rejects()
                .map(ProviderImportTest::secondLine)
                .orElse("no rejects");
    }

    private static String secondLine(Path file) {
        try {
            return Files.readAllLines(file).get(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BigDecimal lakeSum(String column) {
        return here.engine()
                .query(
                        "SELECT sum(" + column + ") FROM "
                                + here.lake().current().relation(Tables.COST_RECORD) + " AS r",
                        row -> row.decimal(0))
                .get(0);
    }

    private static BigDecimal total(ImportReport report) {
        return report.slices().stream()
                .flatMap(slice -> slice.sums().stream())
                .map(Contribution::total)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private SourceDefinition source(String file) {
        return at(data.resolve(file));
    }

    private static SourceDefinition at(Path file) {
        return new SourceDefinition(
                "bills",
                Kind.COST,
                List.of(file.toString()),
                "auto",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                // The old bilingual files do not say their currency.
                file.toString().contains("_fr") ? Map.of("BillingCurrency", "CHF") : Map.of(),
                Map.of(),
                List.of(),
                "apportion.yaml:1:1");
    }
}
