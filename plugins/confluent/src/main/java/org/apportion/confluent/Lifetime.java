package org.apportion.confluent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object with the time in which it was as it is described. If its facts change, one lifetime ends and another begins.
 *
 * @param from when it began; empty if that lies before everything that is known
 * @param to when it had ended; empty if it was there when last looked
 * @param firstSeen first reading that found it so
 * @param lastSeen last reading that found it so
 */
record Lifetime(InventoryItem item, Optional<Instant> from, Optional<Instant> to, Instant firstSeen, Instant lastSeen) {

    /** Whether it was there at some moment of {@code [start, end)}. */
    boolean during(Instant start, Instant end) {
        return (from.isEmpty() || from.get().isBefore(end))
                && (to.isEmpty() || to.get().isAfter(start));
    }

    /** When an object of the same name was made in place of this one; empty if it is the same object as far as it tells. */
    Optional<Instant> madeAnew(InventoryItem now) {
        return now.created()
                .filter(created -> item.created().filter(created::isAfter).isPresent()
                        || to.filter(created::isAfter).isPresent());
    }

    Lifetime seen(InventoryItem now, Instant when) {
        return new Lifetime(now, from, Optional.empty(), firstSeen, when.isAfter(lastSeen) ? when : lastSeen);
    }

    Lifetime endedAt(Instant end) {
        return new Lifetime(item, from, Optional.of(end), firstSeen, lastSeen);
    }

    /** The same, with {@code now} for each time after {@code end}. */
    Lifetime until(Instant now, Instant end) {
        UnaryOperator<Instant> believed = time -> time.isAfter(end) ? now : time;
        return new Lifetime(
                item, from.map(believed), to.map(believed), believed.apply(firstSeen), believed.apply(lastSeen));
    }

    String line() {
        ObjectNode facts = Json.object();
        item.facts().forEach(facts::put);
        ObjectNode line = Json.object()
                .put("kind", item.kind().word())
                .put("id", item.id())
                .put("scope", item.scope())
                .put("name", item.name())
                .put("created", text(item.created()))
                .put("from", text(from))
                .put("to", text(to))
                .put("first-seen", firstSeen.toString())
                .put("last-seen", lastSeen.toString());
        line.set("facts", facts);
        return Json.write(line);
    }

    static Lifetime of(JsonNode line) {
        Map<String, String> facts = new TreeMap<>();
        line.path("facts").propertyNames().forEach(name -> facts.put(name, Json.text(line.path("facts"), name)));
        return new Lifetime(
                new InventoryItem(
                        Kind.of(Json.text(line, "kind")),
                        Json.text(line, "id"),
                        Json.text(line, "scope"),
                        Json.text(line, "name"),
                        instant(line, "created"),
                        facts),
                instant(line, "from"),
                instant(line, "to"),
                Instant.parse(Json.text(line, "first-seen")),
                Instant.parse(Json.text(line, "last-seen")));
    }

    /** @return empty if the member is absent or no time */
    static Optional<Instant> instant(JsonNode tree, String member) {
        try {
            String text = Json.text(tree, member);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("");
    }
}
