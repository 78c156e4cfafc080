package org.apportion.ingest;

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
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.problem.ImportError;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
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

    /**
     * Refuses deliveries of which a file counts already in the same month.
     *
     * @throws ApportionException {@code IMPORT_SOURCE_RENAMED} naming both sources and what the other one holds
     */
    void refuse(Content content, List<Delivery> written) {
        for (Delivery delivery : written) {
            Map<String, Set<String>> others = ledger.read(transaction -> new DeliveryLog(transaction)
                    .currentOfOthers(delivery.key().source(), delivery.key().month()));
            for (DeliveredFile file : delivery.files()) {
                for (String other : others.getOrDefault(file.sha256(), Set.of())) {
                    List<Contribution> held = configured.test(other) ? List.of() : held(content, delivery, other);
                    if (!held.isEmpty()) {
                        throw renamed(delivery, file, other, held);
                    }
                }
            }
        }
    }

    /** The same file may count as a bill here and as usage there, which is no repetition. */
    private List<Contribution> held(Content content, Delivery delivery, String source) {
        FileFilter slice = FileFilter.ALL
                .is(content.month(), delivery.key().month().toString())
                .is("x_Source", source);
        return new Sums(engine, content).of(source, view.relation(content.table(), slice), "true");
    }

    private static ApportionException renamed(
            Delivery delivery, DeliveredFile file, String other, List<Contribution> held) {
        String sums = held.stream()
                .map(sum -> sum.total().toPlainString() + " " + sum.measure())
                .collect(Collectors.joining(", "));
        return ImportError.IMPORT_SOURCE_RENAMED.at(
                delivery.key().source() + " " + delivery.key().month(),
                file.name() + " counts already as a file of source " + other
                        + ", which is not in the configuration and holds " + sums
                        + " of this month; it would count twice. Nothing was changed.",
                "Give the source its former id " + other + " back, or take the rows of the former id out with"
                        + " 'apportion maintain forget --source " + other + "'.");
    }
}
