package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.LevelWords;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir
    Path folder;

    @Test
    void noWordOfReportsCanBeALevelOfTheOrganization() {
        Configuration shop =
                new MonthLake(folder, ShopMonth.data(), ShopMonth.organization(), CostBasis.BILLED).configuration();
        try (Engine engine = new DuckDbEngineProvider().open(shop.engine())) {
            Dialect dialect = engine.dialect();
            assertThat(Stream.of(
                                    Vocabulary.ofCharges(shop, dialect),
                                    Vocabulary.ofPrices(shop, dialect),
                                    Vocabulary.ofUsage(shop, dialect))
                            .map(Vocabulary::words)
                            .flatMap(Collection::stream)
                            .filter(word -> !word.equals(LevelWords.STANDARD)
                                    && !word.equals(Vocabulary.POOL)
                                    && !shop.organization().kinds().contains(word)))
                    .isNotEmpty()
                    .allMatch(LevelWords::isTaken);
        }
    }
}
