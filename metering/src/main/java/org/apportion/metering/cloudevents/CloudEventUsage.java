package org.apportion.metering.cloudevents;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/**
 * Usage of one product and customer that events tell, from the inbox; a file of events is read at each question, from where this
 * process or the last one stopped.
 */
final class CloudEventUsage implements ProductUsage {
    /** Readings of one question; the rest is told at the next. */
    static final int MOST_READINGS = 50_000;

    private final EventIntake intake;
    private final UsageInbox inbox;
    private final Optional<EventFile> file;
    private final Complaints found;
    private final Runnable closing;
    private final String reader;
    private final Set<Instant> told = new HashSet<>();
    private List<String> complaints = List.of();
    private long tooOld;
    private String kept;
    private boolean ahead;

    /**
     * @param found what is wrong with events, from whoever takes them
     * @param closing done at the end
     */
    private CloudEventUsage(
            EventIntake intake,
            UsageInbox inbox,
            Optional<Path> file,
            String reader,
            Complaints found,
            Runnable closing) {
        this.intake = intake;
        this.inbox = inbox;
        this.reader = reader;
        this.found = found;
        this.closing = closing;
        EventPlace place = file.map(any -> EventPlace.of(inbox.place(), reader)).orElse(EventPlace.BEGINNING);
        this.file = file.map(path -> new EventFile(path, place));
        this.kept = place.text(reader);
    }

    /** @param reader digest of how events are read: a file that was read by other settings is read again */
    static CloudEventUsage ofFile(EventIntake intake, UsageInbox inbox, Path file, String reader) {
        return new CloudEventUsage(intake, inbox, Optional.of(file), reader, new Complaints(), () -> {});
    }

    /** @param found what is wrong with events, from whoever takes them */
    static CloudEventUsage received(EventIntake intake, UsageInbox inbox, Complaints found, Runnable closing) {
        return new CloudEventUsage(intake, inbox, Optional.empty(), "", found, closing);
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
        tooOld = 0;
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
            intake.take(part.events()).forEach(this::found);
            events.done(part);
            keep(part.end());
        } while (part.more());
    }

    private void found(EventIntake.Problem problem) {
        switch (problem.trouble()) {
            case ANOTHERS -> {}
            case TOO_OLD -> tooOld++;
            default -> found.add(problem.text());
        }
        ahead |= problem.trouble() == EventIntake.Trouble.AHEAD;
    }

    /** Only once all before it is kept; what lies ahead is left to the next process. */
    private void keep(EventPlace place) {
        String text = place.text(reader);
        if (!ahead && !text.equals(kept)) {
            inbox.comeTo(text);
            kept = text;
        }
    }

    /** A file that is only appended to, and was replaced or copied, tells again what was billed long ago. */
    @Override
    public List<String> notes() {
        return tooOld == 0
                ? List.of()
                : List.of(
                        tooOld + " events of the file are older than events are remembered and are not taken: they were"
                                + " billed before, or come too late.");
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
