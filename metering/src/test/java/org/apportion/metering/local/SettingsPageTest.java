package org.apportion.metering.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.MarketplaceSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The settings that a plugin names when it refuses another one are those that its section of the page has. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "marketplaces.md");
    private static final Map<String, String> UNKNOWN = Map.of("nobody-knows", "1");
    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void hasThoseOfTheLocalMarketplaceAndStore() throws IOException {
        String section = section("local (marketplace and documents)");

        assertThat(known(() -> new LocalMarketplaceProvider()
                        .open(new MarketplaceSettings("", Optional.empty(), UNKNOWN, Map.of(), CLOCK))))
                .allSatisfy(name -> assertThat(section).contains("| `" + name + "` |"));
        assertThat(known(() -> new LocalDocumentStoreProvider().open(UNKNOWN, Map.of())))
                .containsExactly("folder");
    }

    @Test
    void hasThoseOfUsageOverHttp() throws IOException {
        String section = section("http (usage)");
        HttpUsageProvider http = new HttpUsageProvider();

        assertThat(known(() -> http.open(UNKNOWN, Map.of(), CLOCK)))
                .allSatisfy(name -> assertThat(section).contains("| `" + name + "` |"));
        assertThat(known(() -> http.open(
                        Map.of("url", "http://localhost"), Map.of("nobody-knows", new Secret(() -> "")), CLOCK)))
                .allSatisfy(name -> assertThat(section).contains("secret `" + name + "`"));
    }

    @Test
    void hasThoseOfUsageFromAFile() throws IOException {
        String section = section("file (usage)");

        assertThat(known(() -> new FileUsageProvider().open(UNKNOWN, Map.of(), CLOCK)))
                .allSatisfy(name -> assertThat(section).contains("| `" + name + "` |"));
    }

    private static List<String> known(ThrowingCallable opening) {
        ApportionException refused = catchThrowableOfType(ApportionException.class, opening);
        assertThat(refused).isNotNull();
        return Arrays.asList(refused.nextStep()
                .replaceFirst(".*\\[", "")
                .replaceFirst("].*", "")
                .split(", "));
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
