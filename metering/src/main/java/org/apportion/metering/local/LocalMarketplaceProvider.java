package org.apportion.metering.local;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceSettings;

/**
 * The marketplace {@code local}: for tests and for places without a network. Settings: {@code folder} (of the file of
 * accepted records), {@code quantity-scale} (decimals, 0), {@code late-window-hours} (8784), {@code one-record-per-hour}
 * ({@code false}).
 */
public final class LocalMarketplaceProvider implements MarketplaceProvider {
    private static final int RECORDS_PER_CALL = 25;
    private static final int BYTES_PER_CALL = 1 << 20;
    private static final long LEAP_YEAR_HOURS = 366 * 24;

    private final Map<Path, AcceptedFile> files = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Set<String> settings() {
        return Set.of("folder", "quantity-scale", "late-window-hours", "one-record-per-hour");
    }

    @Override
    public Marketplace open(MarketplaceSettings settings) {
        LocalSettings known = new LocalSettings("marketplace local", settings.settings()).requireOnly(settings());
        MarketplaceRules rules = new MarketplaceRules(
                RECORDS_PER_CALL,
                BYTES_PER_CALL,
                known.text("one-record-per-hour", "false").equals("true"),
                Duration.ofHours(known.whole("late-window-hours", LEAP_YEAR_HOURS, 1)),
                (int) known.whole("quantity-scale", 0, 0),
                new BigDecimal(Integer.MAX_VALUE),
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
        Path file = Path.of(known.text("folder", LocalDocumentStoreProvider.FOLDER))
                .toAbsolutePath()
                .resolve("metered.ndjson");
        AcceptedFile accepted =
                files.computeIfAbsent(file, any -> new AcceptedFile(file, rules.lateWindow(), settings.clock()));
        String account =
                settings.productCode() + settings.customer().map(" of "::concat).orElse("");
        return new LocalMarketplace(accepted, account, rules);
    }
}
