package org.apportion.metering.cloudevents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/** Usage of one product and customer that events tell, from the inbox; a file of events is read at each question. */
final class CloudEventUsage implements ProductUsage {
    /** Readings of one question; the rest is told at the next. */
    static final int MOST_READINGS = 50_000;

    private final EventIntake intake;
    private final UsageInbox inbox;
    private final Optional<EventFile> file;
    private final Complaints found;
    private final Runnable closing;
    private final Set<Instant> told = new HashSet<>();
    private List<String> complaints = List.of();

    /**
     * @param found what is wrong with events, from whoever takes them
     * @param closing done at the end
     */
    CloudEventUsage(
            EventIntake intake, UsageInbox inbox, Optional<EventFile> file, Complaints found, Runnable closing) {
        this.intake = intake;
        this.inbox = inbox;
        this.file = file;
        this.found = found;
        this.closing = closing;
    }

    @Override
    public UsageReading read() {
        List<UsageReading> all = readAll();
        if (all.isEmpty()) {
            throw CloudEventError.METER_EVENTS_UNREAD.at(
                    "", "no event tells anything new. " + String.join(" ", complaints), "Check what sends the events.");
        }
        return all.get(all.size() - 1);
    }

    @Override
    public List<UsageReading> readAll() {
        try {
            file.ifPresent(this::readFile);
        } finally {
            complaints = found.take();
        }
        List<UsageReading> readings = new ArrayList<>(inbox.waiting(MOST_READINGS));
        readings.removeIf(reading -> !told.add(reading.reportedAt()));
        return List.copyOf(readings);
    }

    private void readFile(EventFile events) {
        EventFile.Part part;
        do {
            part = events.next();
            intake.take(part.events()).stream()
                    .filter(problem -> problem.trouble() != EventIntake.Trouble.ANOTHERS)
                    .forEach(problem -> found.add(problem.text()));
            events.done(part);
        } while (part.more());
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void journaled(List<UsageReading> readings) {
        inbox.journaled(readings);
        readings.forEach(reading -> told.remove(reading.reportedAt()));
    }

    @Override
    public void close() {
        closing.run();
    }
}
