package org.apportion.confluent;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apportion.http.FetchFolder;
import org.apportion.http.HttpReply;
import org.apportion.model.ApportionException;
import org.apportion.model.Counted;
import org.apportion.model.Csv;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/**
 * Brings costs, then the inventory, then what both say of usage. In this order, because costs need one role and the inventory another:
 * what the key may read is brought even if the call fails later.
 */
final class ConfluentSource implements RemoteSource {
    private final ConfluentSettings settings;
    private final FetchFolder folder;
    private final Answers answers;
    private final InstantSource clock;
    private final int mostPages;
    private final Function<HttpReply.Answered, Optional<Instant>> serviceTime;

    /** @param serviceTime what time it is for the service, as an answer says */
    ConfluentSource(
            ConfluentSettings settings,
            FetchFolder folder,
            Answers answers,
            InstantSource clock,
            int mostPages,
            Function<HttpReply.Answered, Optional<Instant>> serviceTime) {
        this.serviceTime = serviceTime;
        this.settings = settings;
        this.folder = folder;
        this.answers = answers;
        this.clock = clock;
        this.mostPages = mostPages;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        folder.sweep();
        Instant now = clock.instant();
        Notes notes = new Notes();
        RawAnswers evidence = new RawAnswers(folder, clock);
        evidence.removeBefore(now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(settings.evidenceDays()));
        ConfluentCloud cloud =
                new ConfluentCloud(call -> answers.to(call, progress::waits), evidence, mostPages, serviceTime);
        settings.inClear().ifPresent(notes::add);
        new OwnOrganization(settings, cloud, notes).check();
        CostDays.Read costs = new CostDays(settings, cloud, folder, notes).fetch(window, now, progress);
        Inventory inventory = new Inventory(folder, notes);
        inventory.learn(
                new InventoryReading(settings, cloud, inventory, notes).read(progress),
                cloud.time().orElse(now));
        inventory.noteUnknownBeginnings();
        List<LocalDate> days = days(window, costs, now);
        Set<LocalDate> brought = new TreeSet<>(costs.changed());
        brought.addAll(inventoryFiles(inventory, days, progress));
        if (settings.metrics()) {
            brought.addAll(metrics(cloud, days, inventory, notes, progress));
        }
        if (days.isEmpty()) {
            notes.add("no day of " + window.from() + " to " + window.to() + " is over yet");
        }
        return new Fetched(days.size(), brought.size(), costs.bytes(), notes.all());
    }

    /** Costs and inventory count without it: what usage is there stays, and the rest is asked for again the next time. */
    private Collection<LocalDate> metrics(
            ConfluentCloud cloud, List<LocalDate> days, Inventory inventory, Notes notes, Progress progress) {
        try {
            return new MetricsDays(settings, cloud, folder, notes).fetch(days, inventory, clock.instant(), progress);
        } catch (ApportionException e) {
            notes.add("usage of the Metrics API is missing, so cost that follows it is approximate: " + e.getMessage());
            return List.of();
        }
    }

    @Override
    public void close() {}

    /** Days of the window that are over, and those whose costs were read again. */
    private List<LocalDate> days(FetchWindow window, CostDays.Read costs, Instant now) {
        LocalDate today = settings.today(now);
        TreeSet<LocalDate> days = new TreeSet<>(costs.read());
        LocalDate end = window.to().isBefore(today) ? window.to() : today;
        if (end.isAfter(window.from())) {
            window.from().datesUntil(end).forEach(days::add);
        }
        return List.copyOf(days);
    }

    private Set<LocalDate> inventoryFiles(Inventory inventory, List<LocalDate> days, Progress progress) {
        List<Lifetime> lifetimes = inventory.lifetimes();
        InventoryUsage usage = new InventoryUsage(settings.organization(), lifetimes);
        progress.start("Owners by hour", days.size(), "days");
        Set<LocalDate> changed = new TreeSet<>();
        for (int i = 0; i < days.size(); i++) {
            String samples = usage.samples(days.get(i));
            String file = InventoryUsage.file(days.get(i));
            boolean wanted = !samples.equals(UsageCsv.HEADING) || folder.has(file);
            if (wanted && folder.write(file, samples)) {
                changed.add(days.get(i));
            }
            progress.advanceTo(i + 1L);
        }
        boolean none = days.stream().noneMatch(day -> folder.has(InventoryUsage.file(day)));
        if (none && !days.isEmpty()) {
            // A source of usage that has no file at all would stop the import of the costs.
            folder.write(InventoryUsage.file(days.get(0)), UsageCsv.HEADING);
        }
        folder.write("names.csv", names(lifetimes));
        progress.finish(Counted.of(days.size(), "day") + ", " + changed.size() + " changed");
        return changed;
    }

    /** Each object that has a name or a Kafka cluster, under its newest. */
    private static String names(List<Lifetime> lifetimes) {
        List<String> lines = new ArrayList<>();
        lifetimes.stream()
                .collect(Collectors.groupingBy(
                        each -> each.item().kind() + " " + each.item().id(),
                        TreeMap::new,
                        Collectors.maxBy(Comparator.comparing(Lifetime::lastSeen))))
                .values()
                .forEach(newest -> newest.map(Lifetime::item)
                        .filter(item ->
                                !item.name().isEmpty() || !item.fact("cluster").isEmpty())
                        .ifPresent(item -> lines.add(Csv.cell(item.id()) + "," + Csv.cell(item.name()) + ","
                                + item.kind().word() + "," + Csv.cell(item.fact("cluster")) + "\n")));
        return "id,name,kind,cluster\n" + lines.stream().sorted().collect(Collectors.joining());
    }
}
