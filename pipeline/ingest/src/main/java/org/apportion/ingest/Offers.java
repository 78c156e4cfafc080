package org.apportion.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Order;
import org.apportion.ingest.delivery.Recorded;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.ingest.delivery.VersionPattern;
import org.apportion.model.BillingMonth;

/** Cuts the files of a source into deliveries and judges each against what the ledger remembers. Pure. */
final class Offers {
    private static final Comparator<Delivery> BY_VERSION =
            Comparator.comparing(delivery -> delivery.version().orElse(""));

    private final VersionPattern pattern;
    private final Ages ages;
    private final ImportRequest request;
    private final LeftMonths left;
    private final Map<SliceKey, List<Delivery>> bySlice = new TreeMap<>();
    private final Copies copies;
    private final Set<String> notes = new LinkedHashSet<>();

    /** @param months the months of each file */
    Offers(
            String source,
            Map<DeliveredFile, FileContent> contents,
            Map<DeliveredFile, Set<BillingMonth>> months,
            Ages ages,
            ImportRequest request) {
        this.pattern = ages.pattern();
        this.ages = ages;
        this.request = request;
        this.left = new LeftMonths(contents, ages.all());
        Map<SliceKey, Map<String, List<DeliveredFile>>> files = new TreeMap<>();
        contents.forEach((file, content) -> {
            for (BillingMonth month : months.getOrDefault(file, Set.of())) {
                if (request.month().map(month::equals).orElse(true)) {
                    SliceKey key = new SliceKey(source, month, pattern.slice(file.name()));
                    files.computeIfAbsent(key, absent -> new TreeMap<>())
                            .computeIfAbsent(pattern.version(file.name()).orElse(""), absent -> new ArrayList<>())
                            .add(file);
                }
            }
        });
        files.forEach((key, versions) ->
                versions.forEach((version, members) -> bySlice.computeIfAbsent(key, absent -> new ArrayList<>())
                        .add(delivery(key, version, once(members), contents))));
        bySlice.values().forEach(deliveries -> deliveries.sort(BY_VERSION));
        this.copies = new Copies(
                contents, bySlice.values().stream().map(Offers::newest).toList());
        notes.addAll(copies.notes());
    }

    /**
     * What tells how old files are.
     *
     * @param exports of files by hash, where a provider's manifest names them
     * @param versions of all exports that are offered
     * @param undated exports of which only a file's time tells the version
     */
    record Ages(
            VersionPattern pattern,
            Map<String, Set<String>> exports,
            Map<String, String> versions,
            Set<String> undated) {

        private String of(String export) {
            return VersionPattern.padded(Objects.requireNonNull(versions.get(export)));
        }

        private Map<String, String> all() {
            Map<String, String> all = new TreeMap<>(versions);
            all.replaceAll((export, version) -> VersionPattern.padded(version));
            return all;
        }
    }

    /** The same bytes count once in a delivery; the first name in order stands for all. */
    private List<DeliveredFile> once(List<DeliveredFile> files) {
        Map<String, DeliveredFile> distinct = new LinkedHashMap<>();
        for (DeliveredFile file : files) {
            DeliveredFile first = distinct.putIfAbsent(file.sha256(), file);
            if (first != null) {
                notes.add(Copies.note(file, first));
            }
        }
        return List.copyOf(distinct.values());
    }

    private static Delivery newest(List<Delivery> ascending) {
        return ascending.get(ascending.size() - 1);
    }

    /** Files that do not count because others have the same content; one sentence each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** The version in the names, else that of the newest manifest, else the newest that the files' content states. */
    private Delivery delivery(
            SliceKey key, String named, List<DeliveredFile> files, Map<DeliveredFile, FileContent> contents) {
        if (pattern.statesVersions()) {
            return new Delivery(key, Optional.of(named), files);
        }
        Map<String, String> exports = new TreeMap<>();
        for (DeliveredFile file : files) {
            for (String export : ages.exports().getOrDefault(file.sha256(), Set.of())) {
                exports.put(export, ages.of(export));
            }
        }
        Optional<String> version = exports.isEmpty()
                ? stated(files, contents)
                : exports.values().stream().max(Comparator.naturalOrder());
        return new Delivery(key, version, files, exports);
    }

    private static Optional<String> stated(List<DeliveredFile> files, Map<DeliveredFile, FileContent> contents) {
        return files.stream()
                .flatMap(file -> Objects.requireNonNull(contents.get(file)).version().stream())
                .map(VersionPattern::padded)
                .max(Comparator.naturalOrder());
    }

    /**
     * Each delivery with its verdict, in order of slice; of several versions in the source's files only the newest can win.
     *
     * @param leaving whether a month of which the files have no row any more is offered too
     */
    List<Judged> judge(List<Recorded> history, boolean leaving) {
        List<Recorded> comparable = history.stream().map(this::renewed).toList();
        Order order = new Order(request.asNewer(), ages.undated());
        List<Judged> judged = new ArrayList<>();
        bySlice.forEach((key, deliveries) -> {
            List<Recorded> ofSlice = comparable.stream()
                    .filter(recorded -> recorded.delivery().key().equals(key))
                    .toList();
            for (Delivery older : deliveries.subList(0, deliveries.size() - 1)) {
                judged.add(new Judged(older, Verdict.OLDER));
            }
            Delivery all = complete(newest(deliveries), ofSlice);
            boolean isPresent = ofSlice.stream()
                    .anyMatch(recorded ->
                            recorded.current() && recorded.delivery().holdsAllOf(all));
            Delivery newest = isPresent ? all : copies.without(all);
            Verdict verdict = order.judge(newest, ofSlice);
            boolean isCopy = verdict == Verdict.NEW && newest.files().isEmpty();
            judged.add(isCopy ? new Judged(all, Verdict.DUPLICATE) : new Judged(newest, verdict));
        });
        if (leaving) {
            comparable.stream()
                    .filter(Recorded::current)
                    .filter(recorded -> isAsked(recorded.delivery().key()))
                    .forEach(recorded -> left.of(recorded.delivery())
                            .ifPresent(rest -> judged.add(new Judged(rest, order.judge(rest, List.of(recorded))))));
        }
        judged.replaceAll(
                one -> one.verdict() == Verdict.NEW && isElsewhere(one.delivery(), staying(comparable, judged))
                        ? new Judged(one.delivery(), Verdict.DUPLICATE)
                        : one);
        judged.sort(Comparator.comparing(one -> one.delivery().key()));
        return judged;
    }

    /** Whether the import is about this slice though no file has rows of it. */
    private boolean isAsked(SliceKey key) {
        return !bySlice.containsKey(key)
                && request.month().map(key.month()::equals).orElse(true);
    }

    /** An export of the present delivery that is offered without any row of this month is part of it all the same. */
    private Delivery complete(Delivery offered, List<Recorded> ofSlice) {
        if (pattern.statesVersions()) {
            return offered;
        }
        Map<String, String> exports = new TreeMap<>(offered.exports());
        ofSlice.stream()
                .filter(Recorded::current)
                .flatMap(recorded -> recorded.delivery().exports().keySet().stream())
                .filter(ages.versions()::containsKey)
                .forEach(export -> exports.put(export, ages.of(export)));
        return new Delivery(offered.key(), offered.version(), offered.files(), exports);
    }

    /** A pattern that was written after an earlier import orders that one too. */
    private Recorded renewed(Recorded recorded) {
        if (!pattern.statesVersions()) {
            return recorded;
        }
        Delivery delivery = recorded.delivery();
        List<Optional<String>> versions = delivery.files().stream()
                .map(file -> pattern.versionIfMatching(file.name()))
                .toList();
        Optional<String> version = versions.stream().allMatch(Optional::isPresent)
                ? versions.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
                : Optional.empty();
        return new Recorded(new Delivery(delivery.key(), version, delivery.files()), recorded.current());
    }

    /** What the lake goes on to hold whatever is written. */
    private static List<Recorded> staying(List<Recorded> history, List<Judged> judged) {
        Set<SliceKey> replaced = judged.stream()
                .filter(one -> one.verdict() == Verdict.REPLACED)
                .map(one -> one.delivery().key())
                .collect(Collectors.toSet());
        return history.stream()
                .filter(recorded -> !replaced.contains(recorded.delivery().key()))
                .toList();
    }

    private static boolean isElsewhere(Delivery offered, List<Recorded> history) {
        return history.stream()
                .filter(Recorded::current)
                .map(Recorded::delivery)
                .filter(other -> other.key().month().equals(offered.key().month()))
                .anyMatch(other -> other.holdsAllOf(offered));
    }

    /** A delivery and what is done with it. */
    record Judged(Delivery delivery, Verdict verdict) {}
}
