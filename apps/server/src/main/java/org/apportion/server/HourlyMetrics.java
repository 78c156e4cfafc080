package org.apportion.server;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apportion.report.HourPage;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.ExpositionFormat;

/** The metrics of ccloud-chargeback-helper, on every path: one hour per scrape. */
final class HourlyMetrics implements Page {
    /** Its clock is moved by scrapes without a name, if at all. */
    static final String NAMELESS = "nameless";

    /** No bill is of later. */
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /** Longer than a note in the ledger takes, shorter than any scrape waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Departures departures = new Departures(PATIENCE);
    private final MetricsFeed feed;
    private final boolean isNamelessMoving;

    HourlyMetrics(MetricsFeed feed, boolean isNamelessMoving) {
        this.feed = feed;
        this.isNamelessMoving = isNamelessMoving;
    }

    @Override
    public boolean isRestricted(String path) {
        return true;
    }

    @Override
    public Answer answer(Ask ask) {
        String reader = ask.reader().orElse(NAMELESS);
        boolean moves = !ask.isLook()
                && ask.replay().isEmpty()
                && (isNamelessMoving || ask.reader().isPresent());
        Optional<String> written =
                ask.replay().filter(text -> !text.equals("last")).or(ask::after);
        Optional<Instant> hour = written.flatMap(HourlyMetrics::hour);
        if (written.isPresent() && hour.isEmpty()) {
            return Answer.of(400, "An hour is written 2026-10-01T13:00:00Z; replay may be 'last' too.");
        }
        HourPage page;
        if (moves) {
            departures.await(reader);
            page = hour.isPresent() ? feed.after(reader, hour.get()) : feed.next(reader);
        } else {
            page = hour.isPresent() && ask.after().isEmpty() ? feed.at(hour.get()) : feed.last(reader);
        }
        ExpositionFormat format = ExpositionFormat.accepted(ask.accept());
        byte[] body = format.render(page.families());
        Optional<Instant> told = page.hour().filter(any -> moves);
        if (told.isEmpty()) {
            return Answer.ok(format.contentType(), body);
        }
        Runnable served = () -> feed.served(reader, told.get());
        return new Answer(200, format.contentType(), body, served, departures.begin(reader));
    }

    private static Optional<Instant> hour(String text) {
        try {
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() % 3600 == 0
                            && instant.getNano() == 0
                            && !instant.isBefore(Instant.EPOCH)
                            && instant.isBefore(END)
                    ? Optional.of(instant)
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
