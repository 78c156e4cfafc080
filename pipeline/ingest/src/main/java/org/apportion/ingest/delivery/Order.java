package org.apportion.ingest.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.Counted;

/**
 * Decides which delivery of a slice counts.
 *
 * <p>In this order: the same files change nothing. With versions the greater one is newer; of several exports none may be older
 * or gone, and files that were replaced never come back by the time of a manifest's copy alone. Without them a delivery is newer if each file of the present one is still in it, or was overwritten in place later; one that was replaced before is older.
 * Everything else stops with advice, unless the caller says that it is newer.
 */
public final class Order {
    private final boolean asNewer;
    private final Set<String> undated;

    /**
     * @param asNewer whether a delivery that nothing orders counts as newer
     * @param undated exports whose age is only the time of a file; a copy from a backup looks new by it
     */
    public Order(boolean asNewer, Set<String> undated) {
        this.asNewer = asNewer;
        this.undated = Set.copyOf(undated);
    }

    /**
     * What is done with an offered delivery.
     *
     * @param history all recorded deliveries of the slice; at most one of them current
     * @throws org.apportion.model.ApportionException {@code IMPORT_ORDER_UNKNOWN}
     */
    public Verdict judge(Delivery offered, List<Recorded> history) {
        Optional<Delivery> present = history.stream()
                .filter(Recorded::current)
                .map(Recorded::delivery)
                .findFirst();
        if (present.isEmpty()) {
            return Verdict.NEW;
        }
        Delivery current = present.get();
        if (offered.hashes().equals(current.hashes())) {
            // Other mapping, constants or options: the same files say something else now.
            return offered.id().equals(current.id()) ? Verdict.UNCHANGED : Verdict.REPLACED;
        }
        Age age = Age.of(offered, current);
        boolean onlyCopiedLater = age.isNewer() && undated.containsAll(age.newer());
        if (onlyCopiedLater && !asNewer && wasReplaced(offered, history)) {
            throw returned(offered);
        }
        if (age.isNewer() || age.isOlder()) {
            return age.isNewer() ? Verdict.REPLACED : Verdict.OLDER;
        }
        if (asNewer) {
            return Verdict.REPLACED;
        }
        if (age.isUnclear()) {
            throw exportsUnclear(offered, age);
        }
        return judgeWithoutVersion(offered, current, history);
    }

    private static Verdict judgeWithoutVersion(Delivery offered, Delivery current, List<Recorded> history) {
        if (continues(offered, current)) {
            return Verdict.REPLACED;
        }
        if (wasReplaced(offered, history)) {
            return Verdict.OLDER;
        }
        throw orderUnknown(offered, current);
    }

    private static boolean wasReplaced(Delivery offered, List<Recorded> history) {
        return history.stream()
                .filter(recorded -> !recorded.current())
                .anyMatch(recorded -> recorded.delivery().hashes().equals(offered.hashes()));
    }

    private static boolean continues(Delivery offered, Delivery current) {
        Map<String, DeliveredFile> byName = new HashMap<>();
        offered.files().forEach(file -> byName.put(file.name(), file));
        Set<String> hashes = offered.hashes();
        for (DeliveredFile old : current.files()) {
            DeliveredFile same = byName.get(old.name());
            boolean overwrittenLater = same != null && same.modified().isAfter(old.modified());
            if (!hashes.contains(old.sha256()) && !overwrittenLater) {
                return false;
            }
        }
        return true;
    }

    private static RuntimeException returned(Delivery offered) {
        return ImportError.IMPORT_ORDER_UNKNOWN.at(
                offered.key().toString(),
                "These files were imported before and replaced by a newer delivery, which is not here any more. Their manifest"
                        + " is a newer file, but does not say when they were made: a copy from a backup looks like this.",
                "Fetch or copy the newest delivery again, or import with --as-newer if the files here are all that counts.");
    }

    private static RuntimeException exportsUnclear(Delivery offered, Age age) {
        return ImportError.IMPORT_ORDER_UNKNOWN.at(
                offered.key().toString(),
                "Of the exports of the imported delivery "
                        + (age.gone().isEmpty()
                                ? age.older().get(0) + " is here in an older state while "
                                        + age.newer().get(0) + " is newer"
                                : age.gone().get(0) + " is not here")
                        + ", so nothing says that this delivery is newer.",
                "Fetch or copy that export again, or import with --as-newer if the files here are all that counts.");
    }

    private static RuntimeException orderUnknown(Delivery offered, Delivery current) {
        if (offered.files().isEmpty()) {
            return ImportError.IMPORT_ORDER_UNKNOWN.at(
                    offered.key().toString(),
                    "The files hold no row of this delivery any more, such as "
                            + current.files().stream()
                                    .map(DeliveredFile::name)
                                    .sorted()
                                    .findFirst()
                                    .orElse("")
                            + ", which had some when it was imported.",
                    "If the rows were taken back or moved to another month, import with --as-newer; if one file is written"
                            + " anew each month, give each month a file with a name of its own.");
        }
        Set<String> gone = new HashSet<>(current.hashes());
        gone.removeAll(offered.hashes());
        Set<String> added = new HashSet<>(offered.hashes());
        added.removeAll(current.hashes());
        String example = current.files().stream()
                .filter(file -> gone.contains(file.sha256()))
                .map(DeliveredFile::name)
                .sorted()
                .findFirst()
                .orElse("");
        return ImportError.IMPORT_ORDER_UNKNOWN.at(
                offered.key().toString(),
                "This delivery differs from the imported one (" + Counted.of(added.size(), "file") + " new, "
                        + gone.size() + " gone, such as " + example + "), and nothing says which is newer.",
                "Give the source a version pattern, or import with --as-newer if it replaces the other.");
    }
}
