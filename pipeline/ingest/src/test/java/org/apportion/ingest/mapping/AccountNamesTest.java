package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills hold ids of accounts; a list of accounts knows their names. */
class AccountNamesTest {
    private static final String HEADING =
            "BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,"
                    + "ChargePeriodEnd,SubAccountId";
    private static final String ROW = "1,1,EUR,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,";

    @TempDir
    Path folder;

    @Test
    void anAccountWithoutANameInTheBillGetsThatOfTheList() throws IOException {
        list("account,name\n000000000042,\"Shop, new\"\n123456789012,Data\n");

        assertThat(names(HEADING + "\n" + ROW + "000000000042\n" + ROW + "000000000043\n"))
                .containsExactly("Shop, new", null);
    }

    @Test
    void theBillsOwnNameWins() throws IOException {
        list("account,name\n000000000042,Shop\n123456789012,Data\n");

        assertThat(names(HEADING + ",SubAccountName\n" + ROW + "000000000042,Own\n" + ROW + "123456789012,\n"))
                .containsExactly("Own", "Data");
    }

    @Test
    void aListWithoutNamesChangesNothing() throws IOException {
        String bill = HEADING + "\n" + ROW + "000000000042\n";
        list("account,name\n");
        assertThat(names(bill)).containsExactly((String) null);
        list("account,name\n000000000042,\n");
        assertThat(names(bill)).containsExactly((String) null);
    }

    @Test
    void aListThatIsNoneIsTold() throws IOException {
        String bill = HEADING + "\n" + ROW + "000000000042\n";
        assertThatThrownBy(() -> names(bill))
                .isInstanceOf(ApportionException.class)
                .hasMessage("MAPPING_OPTION_INVALID " + folder.resolve("accounts.csv")
                        + ": the file of option account-names cannot be read. Fetch it first, or correct its path.");
        list("id,title\n000000000042,Shop\n");
        assertThatThrownBy(() -> names(bill)).hasMessageContaining("Its first line must be account,name.");
    }

    private void list(String text) throws IOException {
        Files.writeString(folder.resolve("accounts.csv"), text);
    }

    private List<Object> names(String bill) {
        Map<String, String> options =
                Map.of("account-names", folder.resolve("accounts.csv").toString());
        try (Bill read = Bill.csv(Mappings.shipped("focus"), bill, folder, "b.csv", Map.of(), options)) {
            assertThat(read.rejects()).isEmpty();
            return read.records().stream()
                    .map(record -> record.get("SubAccountName"))
                    .collect(java.util.stream.Collectors.toList());
        }
    }
}
