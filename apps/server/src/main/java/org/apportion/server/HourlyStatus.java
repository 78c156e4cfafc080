package org.apportion.server;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apportion.report.MetricsFeed;

/** The status page of ccloud-chargeback-helper: readiness, and the hour that a reader was given last. */
final class HourlyStatus implements Page {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'");

    private final MetricsFeed feed;

    HourlyStatus(MetricsFeed feed) {
        this.feed = feed;
    }

    @Override
    public boolean isRestricted(String path) {
        return !path.equals("/is_ready");
    }

    @Override
    public Answer answer(Ask ask) {
        return switch (ask.path()) {
            case "/is_ready" -> Answer.of(200, feed.isReady() ? "True" : "False");
            case "/current_exposed_date" ->
                Answer.of(
                        200,
                        position(ask)
                                .map(hour -> DATE.format(LocalDateTime.ofInstant(hour, ZoneOffset.UTC)))
                                .orElse("None"));
            case "/current_timestamp" ->
                Answer.of(
                        200,
                        position(ask)
                                .map(hour -> Long.toString(hour.getEpochSecond()))
                                .orElse("0"));
            default -> Answer.of(404, "There is only /is_ready, /current_exposed_date and /current_timestamp.");
        };
    }

    private Optional<Instant> position(Ask ask) {
        return feed.position(ask.reader().orElse(HourlyMetrics.NAMELESS));
    }
}
