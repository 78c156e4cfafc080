package org.apportion.metering.cloudevents;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/** Turns events into usage and keeps it in the inbox. Safe for use by several threads. */
final class EventIntake {
    private final List<UsageMapping> mappings;
    private final UsageInbox inbox;

    EventIntake(List<UsageMapping> mappings, UsageInbox inbox) {
        this.mappings = List.copyOf(mappings);
        this.inbox = inbox;
    }

    /** What became of an event that did not simply go in. */
    enum Trouble {
        /** It is not what an event must be, or its value is none. */
        UNREADABLE,
        /** No metric takes its type. */
        NOBODYS,
        /** A metric takes its type, but of another subject. */
        ANOTHERS,
        /** It contradicts one that was kept before. */
        CONTRADICTS,
        /** It is older than events are remembered. */
        TOO_OLD,
        /** Its time has not come: if it is told again later, it counts. */
        AHEAD
    }

    /** @param text a sentence without the event's own words, but its source, id or type */
    record Problem(Trouble trouble, String text) {}

    /**
     * Keeps the usage of all events that can be used, in one step.
     *
     * @return what did not go in; empty if all is on disk
     * @throws ApportionException if the inbox cannot be written; then nothing was kept
     */
    List<Problem> take(List<EventFormat.Read> events) {
        List<Problem> problems = new ArrayList<>();
        List<UsageEvent> usage = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof EventFormat.Read.Event read) {
                try {
                    usage(read.event()).ifPresentOrElse(usage::add, () -> problems.add(nobodys(read.event())));
                } catch (ApportionException e) {
                    problems.add(new Problem(
                            Trouble.UNREADABLE,
                            named(read.event().source(), read.event().id()) + ": " + e.problem()));
                }
            } else {
                String problem = ((EventFormat.Read.Failed) events.get(i)).problem();
                problems.add(new Problem(Trouble.UNREADABLE, "Event " + (i + 1) + ": " + problem));
            }
        }
        if (!usage.isEmpty()) {
            List<UsageInbox.Outcome> outcomes = inbox.keep(usage);
            for (int i = 0; i < outcomes.size(); i++) {
                problem(usage.get(i), outcomes.get(i)).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private Optional<UsageEvent> usage(CloudEvent event) {
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> tags = new LinkedHashMap<>();
        boolean taken = false;
        for (UsageMapping mapping : mappings) {
            if (mapping.takes(event)) {
                taken = true;
                Optional<BigDecimal> value = mapping.value(event);
                Optional<String> dimension = value.flatMap(any -> mapping.dimension(event));
                if (dimension.isPresent()) {
                    dimensions.put(mapping.metric(), Map.of(dimension.get(), value.orElseThrow()));
                } else {
                    value.ifPresent(number -> metrics.put(mapping.metric(), number));
                }
                Optional<String> tag = value.flatMap(any -> mapping.tag(event));
                if (tag.isPresent()) {
                    tags.put(mapping.metric(), Map.of(tag.get(), value.orElseThrow()));
                }
            }
        }
        if (!taken) {
            return Optional.empty();
        }
        if (metrics.isEmpty() && dimensions.isEmpty()) {
            throw CloudEventError.unreadable("There is no value where a metric looks for one.");
        }
        return Optional.of(new UsageEvent(
                event.source(),
                event.id(),
                event.digest(),
                new UsageReading(event.time(), metrics, dimensions, Optional.empty(), tags)));
    }

    private Problem nobodys(CloudEvent event) {
        boolean ofAnother = mappings.stream().anyMatch(mapping -> mapping.type().equals(event.type()));
        return ofAnother
                ? new Problem(Trouble.ANOTHERS, "No metric takes events of the subject " + event.subject() + ".")
                : new Problem(Trouble.NOBODYS, "No metric takes events of the type " + event.type() + ".");
    }

    private static Optional<Problem> problem(UsageEvent event, UsageInbox.Outcome outcome) {
        String name = named(event.source(), event.id());
        return switch (outcome) {
            case KEPT, KEPT_BEFORE -> Optional.empty();
            case CONTRADICTS ->
                Optional.of(new Problem(
                        Trouble.CONTRADICTS, name + " says something else than before; the first one counts."));
            case TOO_OLD -> Optional.of(new Problem(Trouble.TOO_OLD, name + " is too old to be billed."));
            case IN_FUTURE ->
                Optional.of(
                        new Problem(Trouble.AHEAD, name + " lies in the future and does not count; check the clocks."));
        };
    }

    private static String named(String source, String id) {
        return "The event " + id + " of " + source;
    }
}
