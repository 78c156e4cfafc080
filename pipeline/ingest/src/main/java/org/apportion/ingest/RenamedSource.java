package org.apportion.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.DeliveryLog;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.problem.ImportError;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Engine;

/**
 * Finds files that count already under the id of a source that the configuration does not name: a source was given another id, and its
 * files would count twice for ever.
 */
final class RenamedSource {
    private final Engine engine;
    private final LakeView view;
    private final Ledger ledger;
    private final Predicate<String> configured;

    /** @param configured whether the configuration names a source */
    RenamedSource(Engine engine, LakeView view, Ledger ledger, Predicate<String> configured) {
        this.engine = engine;
        this.view = view;
        this.ledger = ledger;
        this.configured = configured;
    }

    /** What counts in a month under an id that is not configured; never empty. */
    private record Former(String source, List<Contribution> held, Set<String> hashes, Set<String> names) {}

    /**
     * Refuses deliveries of which a file counts already in the same month, with the same content or, overwritten since, under the same
     * name. A name alone means nothing where this source has a file of that name already: then both were meant.
     *
     * @param written of one source
     * @throws ApportionException {@code IMPORT_SOURCE_RENAMED} naming both sources and what the other one holds
     */
    void refuse(Content content, List<Delivery> written) {
        Map<BillingMonth, List<Former>> formers = new HashMap<>();
        for (Delivery delivery : written) {
            SliceKey key = delivery.key();
            List<Former> ofMonth = formers.computeIfAbsent(key.month(), month -> formers(content, key.source(), month));
            for (Former former : ofMonth) {
                for (DeliveredFile file : delivery.files()) {
                    if (former.hashes().contains(file.sha256())) {
                        throw renamed(key, file, "counts already as a file of source", former, "");
                    }
                    if (former.names().contains(file.fileName())) {
                        throw renamed(
                                key,
                                file,
                                "has the name of a file that counts already, with other content, as one of source",
                                former,
                                " If both bills are true, give this file another name.");
                    }
                }
            }
        }
    }

    private List<Former> formers(Content content, String source, BillingMonth month) {
        return ledger.read(transaction -> {
            DeliveryLog log = new DeliveryLog(transaction);
            Set<String> own = names(log.currentFiles(source, month));
            List<Former> formers = new ArrayList<>();
            for (String other : log.sourcesOf(month)) {
                List<Contribution> held =
                        other.equals(source) || configured.test(other) ? List.of() : held(content, month, other);
                if (!held.isEmpty()) {
                    List<DeliveredFile> files = log.currentFiles(other, month);
                    Set<String> names = names(files);
                    names.removeAll(own);
                    formers.add(new Former(
                            other,
                            held,
                            files.stream().map(DeliveredFile::sha256).collect(Collectors.toSet()),
                            names));
                }
            }
            return formers;
        });
    }

    private static Set<String> names(List<DeliveredFile> files) {
        return files.stream().map(DeliveredFile::fileName).collect(Collectors.toCollection(HashSet::new));
    }

    /** The same file may count as a bill here and as usage there, which is no repetition. */
    private List<Contribution> held(Content content, BillingMonth month, String source) {
        FileFilter slice = FileFilter.ALL.is(content.month(), month.toString()).is("x_Source", source);
        return new Sums(engine, content).of(source, view.relation(content.table(), slice), "true");
    }

    private static ApportionException renamed(
            SliceKey key, DeliveredFile file, String why, Former former, String further) {
        String other = former.source();
        String sums = former.held().stream()
                .map(sum -> sum.total().toPlainString() + " " + sum.measure())
                .collect(Collectors.joining(", "));
        return ImportError.IMPORT_SOURCE_RENAMED.at(
                key.source() + " " + key.month(),
                file.name() + " " + why + " " + other + ", which is not in the configuration and holds " + sums
                        + " of this month; it would count twice. Nothing was changed.",
                "Give the source its former id " + other + " back, or take the rows of the former id out with"
                        + " 'apportion maintain forget --source " + other + "'." + further);
    }
}
