package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResalesTest {

    @Test
    void aResaleNamesTheUnitThatSellsAndWhatTheComponentIsMadeOf(@TempDir Path folder) {
        List<Price> prices =
                Loading.in(folder).load("""
                        currency: EUR
                        organization:
                          units: [{id: dba}]
                        prices:
                          components: [{id: cluster}, {id: database}]
                          services: [{id: cluster-for-database, uses: [{component: cluster}]}]
                          resales:
                            - id: databases
                              component: database
                              provider: dba
                              services: cluster-for-database
                              valid-from: 2026-10-10
                        """).configuration().prices().prices();

        assertThat(prices)
                .containsExactly(new Price.Resale(
                        "databases",
                        "database",
                        "dba",
                        List.of("cluster-for-database"),
                        new Validity(LocalDate.of(2026, 10, 10), null)));
    }
}
