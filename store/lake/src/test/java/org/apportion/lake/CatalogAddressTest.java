package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogAddressTest {
    @Test
    void theLoginLeavesTheAddressThatMessagesQuote() {
        assertThat(CatalogAddress.properties(
                        "jdbc:postgresql://db:5432/apportion?user=me&ssl=true&password=t%26ger%2B"))
                .isEqualTo(Map.of(
                        "uri", "jdbc:postgresql://db:5432/apportion?ssl=true",
                        "jdbc.user", "me",
                        "jdbc.password", "t&ger+"));
    }

    @Test
    void anAddressWithNothingButALoginHasNoOptionsLeft() {
        assertThat(CatalogAddress.properties("jdbc:postgresql://db/apportion?user=me&password=tiger"))
                .containsEntry("uri", "jdbc:postgresql://db/apportion");
    }

    @Test
    void otherOptionsStayAsTheyAre() {
        assertThat(CatalogAddress.properties("jdbc:sqlite:/data/ledger.db?busy_timeout=10000&journal_mode=WAL"))
                .isEqualTo(Map.of("uri", "jdbc:sqlite:/data/ledger.db?busy_timeout=10000&journal_mode=WAL"));
    }

    @Test
    void anAddressWithoutOptionsStaysAsItIs() {
        assertThat(CatalogAddress.properties("jdbc:sqlite:ledger.db"))
                .isEqualTo(Map.of("uri", "jdbc:sqlite:ledger.db"));
    }
}
