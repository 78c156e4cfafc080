package org.apportion.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.Consumer;
import org.apportion.model.LargestRemainder;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.junit.jupiter.api.Test;

/** The page shows only what the code says. */
class PricesPageTest {
    private static final String PAGE = read("docs/reference/prices.md");

    @Test
    void examplesAreWhatTheCodeAnswers() {
        String steps = StepsJson.write(new Cases()
                .rate(1, "EUR", "0.9")
                .cost(11, Consumer.principal("orders"), "100", "EUR")
                .multiplier("markup", Price.Scope.ANY, "1.1", Validity.ALWAYS)
                .price()
                .lines()
                .get(0)
                .steps());
        String shares =
                ServiceRouteTest.twoServices("1", "2", null)
                        .component(null, null, "1")
                        .databaseCost(1, "100")
                        .price()
                        .lines()
                        .stream()
                        .map(line -> line.amount().amount().toPlainString())
                        .collect(Collectors.joining("\n"));
        String cents =
                LargestRemainder.round(Collections.nCopies(3, new BigDecimal("3.335")), 2, RoundingMode.HALF_UP)
                        .stream()
                        .map(rounded -> rounded.rounded().toPlainString())
                        .collect(Collectors.joining(" "));

        String tiers = StepsJson.write(TariffPricesTest.stepsOfTheDocumentation());

        assertThat(blocks()).containsExactly(steps, tiers, shares, cents);
    }

    @Test
    void allErrorsAndWarningsAreOnThePage() {
        assertThat(Stream.of(PriceError.values()).map(PriceError::name))
                .allMatch(name -> PAGE.contains("| `" + name + "` |"));
        assertThat(Stream.of(PricingWarning.Kind.values()).map(Enum::name))
                .allMatch(name -> PAGE.contains("| `" + name + "` |"));
    }

    private static List<String> blocks() {
        return Pattern.compile("```(?:json|text)\n(.*?)\n```", Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String read(String page) {
        Path folder = Stream.iterate(
                        Path.of("").toAbsolutePath(), path -> path.resolve("..").normalize())
                .filter(path -> Files.exists(path.resolve(page)))
                .findFirst()
                .orElseThrow();
        try {
            return Files.readString(folder.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
