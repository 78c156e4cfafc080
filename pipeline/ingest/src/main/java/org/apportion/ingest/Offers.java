package org.apportion.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    private final Map<String, String> told;
    private final ImportRequest request;
    private final Map<SliceKey, List<Delivery>> bySlice = new TreeMap<>();

    /** @param months the months of each file */
    Offers(
            String source,
            Map<DeliveredFile, FileContent> contents,
            Map<DeliveredFile, Set<BillingMonth>> months,
            Ages ages,
            ImportRequest request) {
        this.pattern = ages.pattern();
        this.told = ages.told();
        this.request = request;
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
                        .add(new Delivery(key, version(version, members, contents), members))));
    }

    /**
     * What tells how old files are.
     *
     * @param told versions of files by hash, where a provider's manifest tells them
     */
    record Ages(VersionPattern pattern, Map<String, String> told) {}

    /** The version in the names, else that of the newest manifest, else the newest that the files' content states. */
    private Optional<String> version(
            String named, List<DeliveredFile> files, Map<DeliveredFile, FileContent> contents) {
        if (pattern.statesVersions()) {
            return Optional.of(named);
        }
        Optional<String> manifest = files.stream()
                .flatMap(file -> Optional.ofNullable(told.get(file.sha256())).stream())
                .max(Comparator.naturalOrder());
        if (manifest.isPresent()) {
            return manifest.map(VersionPattern::padded);
        }
        return files.stream()
                .flatMap(file -> Objects.requireNonNull(contents.get(file)).version().stream())
                .map(VersionPattern::padded)
                .max(Comparator.naturalOrder());
    }

    /** Each delivery with its verdict, in order of slice; of several versions in the source's files only the newest can win. */
    List<Judged> judge(List<Recorded> history) {
        List<Recorded> comparable = history.stream().map(this::renewed).toList();
        Order order = new Order(request.asNewer());
        List<Judged> judged = new ArrayList<>();
        bySlice.forEach((key, deliveries) -> {
            List<Recorded> ofSlice = comparable.stream()
                    .filter(recorded -> recorded.delivery().key().equals(key))
                    .toList();
            List<Delivery> ascending = deliveries.stream().sorted(BY_VERSION).toList();
            Delivery newest = ascending.get(ascending.size() - 1);
            for (Delivery older : ascending.subList(0, ascending.size() - 1)) {
                judged.add(new Judged(older, Verdict.OLDER));
            }
            Verdict verdict = order.judge(newest, ofSlice);
            boolean elsewhere = verdict == Verdict.NEW && isElsewhere(newest, comparable);
            judged.add(new Judged(newest, elsewhere ? Verdict.DUPLICATE : verdict));
        });
        return judged;
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
