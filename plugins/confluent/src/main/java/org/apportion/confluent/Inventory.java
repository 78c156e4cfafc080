package org.apportion.confluent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.FetchFolder;
import org.apportion.http.Json;
import org.apportion.model.Counted;
import tools.jackson.databind.JsonNode;

/**
 * All objects that were ever found, with their lifetimes. The service tells only what is there now, so the history is kept here: an
 * object that is no longer listed has ended and stays.
 *
 * <p>When an object began: when the service says it was created; else, if the first reading of its list found it, before everything;
 * else at the reading before the one that first found it. When it ended: at the first reading of its list that did not find it. Where
 * facts changed, both meet at the reading that found the change. An object that comes back as it was had never gone, unless it says
 * that it was created since: then a name is used again. Readings in the future are not believed. An owner that was hidden and is told later owned it all the time.
 */
final class Inventory {
    private static final String STATE = ".state/inventory.ndjson";
    private static final String READ = ".state/inventory-read.ndjson";
    private static final int LONG_LIST = 10;
    /** Clocks differ by less. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final Comparator<Lifetime> ORDER = Comparator.comparing(
                    (Lifetime each) -> each.item().kind())
            .thenComparing(each -> each.item().id())
            .thenComparing(each -> each.item().scope())
            .thenComparing(Lifetime::firstSeen)
            .thenComparing(each -> each.item().facts().toString());

    private final FetchFolder folder;
    private final Notes notes;
    private final List<Lifetime> lifetimes = new ArrayList<>();
    private final Map<String, Instant> lastReading = new TreeMap<>();

    /** When a list was last read to its end. */
    private record ReadAt(String scope, Instant when) {
        static ReadAt of(JsonNode line) {
            return new ReadAt(Json.text(line, "scope"), Instant.parse(Json.text(line, "read")));
        }
    }

    /** @param scopes of lists that were read to their end; what else is known is left as it is */
    record Reading(List<InventoryItem> items, Set<String> scopes) {}

    Inventory(FetchFolder folder, Notes notes) {
        this.folder = folder;
        this.notes = notes;
        folder.trees(STATE, Lifetime::of).forEach(lifetimes::add);
        folder.trees(READ, ReadAt::of).forEach(each -> lastReading.put(each.scope(), each.when()));
    }

    /** In a fixed order. */
    List<Lifetime> lifetimes() {
        return lifetimes.stream().sorted(ORDER).toList();
    }

    /** The newest lifetime of an object, also of one that has ended. */
    Optional<Lifetime> latest(Kind kind, String id) {
        return lifetimes.stream()
                .filter(each -> each.item().kind() == kind && each.item().id().equals(id))
                .max(Comparator.comparing(Lifetime::lastSeen));
    }

    /** Takes in what was found, and keeps it. */
    void learn(Reading reading, Instant time) {
        forgetTheFuture(time);
        Instant now = lastReading.values().stream()
                .filter(time::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(time);
        Map<String, List<Integer>> places = places();
        Set<Integer> found = new HashSet<>();
        for (InventoryItem item : reading.items()) {
            found.add(place(item, places, now));
        }
        end(reading.scopes(), found, now);
        reading.scopes().forEach(scope -> lastReading.put(scope, now));
        keep();
    }

    /** A reading that lies in the future was made by a wrong clock: when it was is not known, but it was before now. */
    private void forgetTheFuture(Instant now) {
        Instant end = now.plus(SKEW);
        Optional<Instant> latest =
                lastReading.values().stream().filter(end::isBefore).max(Comparator.naturalOrder());
        latest.ifPresent(wrong -> notes.add("a reading of the inventory of " + wrong
                + " lies in the future and is not believed: a clock was ahead then, or is behind now"));
        lastReading.values().removeIf(end::isBefore);
        lifetimes.replaceAll(each -> each.until(now, end));
    }

    /** What is no longer listed ends. If that is most of a long list, the key may see less than before: that is told. */
    private void end(Set<String> scopes, Set<Integer> found, Instant now) {
        Map<String, Integer> there = new TreeMap<>();
        Map<String, Integer> gone = new TreeMap<>();
        for (int i = 0; i < lifetimes.size(); i++) {
            Lifetime each = lifetimes.get(i);
            String scope = each.item().scope();
            boolean before = each.to().isEmpty() && each.firstSeen().isBefore(now) && scopes.contains(scope);
            if (before) {
                there.merge(scope, 1, Integer::sum);
            }
            if (each.to().isEmpty() && !found.contains(i) && scopes.contains(scope)) {
                lifetimes.set(i, each.endedAt(now));
                gone.merge(scope, 1, Integer::sum);
            }
        }
        gone.forEach((scope, count) -> {
            int all = there.getOrDefault(scope, 0);
            if (all >= LONG_LIST && 2 * count > all) {
                notes.add(count + " of " + all + " objects of the list " + scope
                        + " are no longer there and end now; if nobody deleted them, the key's service account lost a role: "
                        + "give it back and fetch again, then they count as never gone");
            }
        });
    }

    /** Objects whose beginning nothing tells, for a note. */
    void noteUnknownBeginnings() {
        long unknown = lifetimes.stream().filter(each -> each.from().isEmpty()).count();
        if (unknown > 0) {
            notes.add(Counted.of(unknown, "object") + (unknown == 1 ? " does" : " do")
                    + " not tell when created and count as there before the first reading of the inventory");
        }
    }

    private Map<String, List<Integer>> places() {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < lifetimes.size(); i++) {
            InventoryItem item = lifetimes.get(i).item();
            places.computeIfAbsent(key(item), absent -> new ArrayList<>()).add(i);
        }
        return places;
    }

    /** With its list: statements of Flink, and connectors that tell no id, have names that are unique in theirs only. */
    private static String key(InventoryItem item) {
        return item.kind() + " " + item.scope() + " " + item.id();
    }

    private int place(InventoryItem item, Map<String, List<Integer>> places, Instant now) {
        List<Integer> known = places.computeIfAbsent(key(item), absent -> new ArrayList<>());
        int last = known.isEmpty() ? -1 : known.get(known.size() - 1);
        Optional<Instant> anew =
                last < 0 ? Optional.empty() : lifetimes.get(last).madeAnew(item);
        if (last >= 0
                && anew.isEmpty()
                && ObjectShape.isSameButForAHiddenOwner(lifetimes.get(last).item(), item)) {
            lifetimes.set(last, lifetimes.get(last).seen(item, now));
            return last;
        }
        for (int place : known) {
            Lifetime each = lifetimes.get(place);
            if (each.to().isEmpty() && (anew.isPresent() || !each.item().facts().equals(item.facts()))) {
                lifetimes.set(place, each.endedAt(anew.orElse(now)));
            }
        }
        if (last >= 0 && anew.isEmpty() && lifetimes.get(last).item().facts().equals(item.facts())) {
            lifetimes.set(last, lifetimes.get(last).seen(item, now));
            return last;
        }
        Optional<Instant> from = last < 0
                ? beginning(item)
                : anew.or(() -> lifetimes.get(known.get(known.size() - 1)).to());
        lifetimes.add(new Lifetime(item, from, Optional.empty(), now, now));
        known.add(lifetimes.size() - 1);
        return lifetimes.size() - 1;
    }

    private Optional<Instant> beginning(InventoryItem item) {
        return item.created().isPresent() ? item.created() : Optional.ofNullable(lastReading.get(item.scope()));
    }

    /** An empty file would say that something was lost. */
    private void keep() {
        if (!lifetimes.isEmpty()) {
            folder.write(
                    STATE, lifetimes().stream().map(each -> each.line() + "\n").collect(Collectors.joining()));
        }
        if (lastReading.isEmpty()) {
            return;
        }
        folder.write(
                READ,
                lastReading.entrySet().stream()
                        .map(each -> Json.write(Json.object()
                                        .put("scope", each.getKey())
                                        .put("read", each.getValue().toString()))
                                + "\n")
                        .collect(Collectors.joining()));
    }
}
