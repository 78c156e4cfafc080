package org.apportion.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.model.BillingMonth;

/** Files of several slices that have the same content: of those that count, the first in order does, the others are copies. Pure. */
final class Copies {
    private final Map<SliceKey, Set<DeliveredFile>> copies = new HashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** @param counting of each slice the delivery with the greatest version */
    Copies(Map<DeliveredFile, FileContent> contents, List<Delivery> counting) {
        Map<BillingMonth, Map<String, DeliveredFile>> owners = new HashMap<>();
        Map<DeliveredFile, Set<Delivery>> deliveries = new HashMap<>();
        counting.forEach(delivery -> delivery.files()
                .forEach(file -> deliveries
                        .computeIfAbsent(file, absent -> new LinkedHashSet<>())
                        .add(delivery)));
        contents.forEach((file, content) -> {
            for (Delivery delivery : deliveries.getOrDefault(file, Set.of())) {
                BillingMonth month = delivery.key().month();
                if (!content.of(month).isEmpty()) {
                    DeliveredFile owner = owners.computeIfAbsent(month, absent -> new HashMap<>())
                            .putIfAbsent(file.sha256(), file);
                    if (owner != null) {
                        copies.computeIfAbsent(delivery.key(), absent -> new HashSet<>())
                                .add(file);
                        notes.add(note(file, owner));
                    }
                }
            }
        });
    }

    static String note(DeliveredFile copy, DeliveredFile first) {
        return copy.name() + " has the same content as " + first.name() + " and is left out";
    }

    Set<String> notes() {
        return notes;
    }

    Delivery without(Delivery delivery) {
        Set<DeliveredFile> left = copies.getOrDefault(delivery.key(), Set.of());
        return new Delivery(
                delivery.key(),
                delivery.version(),
                delivery.files().stream().filter(file -> !left.contains(file)).toList(),
                delivery.exports());
    }
}
