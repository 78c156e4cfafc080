package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the how-to page. */
class AddAProviderMappingTest {
    @TempDir
    Path folder;

    @Test
    void theMappingOfTheHowToReadsItsFile() throws IOException {
        String page = Files.readString(MappingReferenceTest.DOCS.resolve("how-to/add-a-provider-mapping.md"));
        Path yaml = Files.writeString(folder.resolve("swiss-cloud.yaml"), block(page, "yaml"));
        Mapping mapping = Mappings.read(yaml);
        String csv = block(page, "csv");
        assertThat(mapping.recognizes(
                        java.util.List.of(csv.lines().findFirst().orElseThrow().split(";"))))
                .isTrue();
        try (Bill bill = Bill.csv(mapping, csv, folder, "swiss.csv", Map.of("BillingCurrency", "CHF"), Map.of(), ';')) {
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("29.51");
            assertThat(bill.records().get(0))
                    .containsEntry("SubAccountId", "0042")
                    .containsEntry("ListCost", Bill.decimal("20.01"))
                    .containsEntry("ServiceCategory", "Storage")
                    .containsEntry("ConsumedQuantity", Bill.decimal("1000.5"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-01-06T00:00:00Z"));
            assertThat(bill.records().get(1)).containsEntry("ChargeCategory", "Credit");
            assertThat(bill.plan().used()).doesNotContain("Preis", "Etiketten").contains("Betrag");
        }
    }

    private static String block(String page, String language) {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
