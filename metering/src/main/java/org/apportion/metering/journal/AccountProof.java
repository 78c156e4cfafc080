package org.apportion.metering.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Verifies that what is known of installations is what their events tell: facts, free trials, parked usage, differences and late samples. A row
 * that was changed, removed or put in is told.
 */
final class AccountProof {
    private final Handle handle;
    private final Consumer<String> problems;

    AccountProof(Handle handle, Consumer<String> problems) {
        this.handle = handle;
        this.problems = problems;
    }

    /**
     * What an event tells of an account.
     *
     * @param what the thing, as people read it; one of its kind in an account
     * @param value what it must be; empty if it has ended
     */
    private record Told(String what, Optional<String> value) {}

    /** A row that is to be what was told. */
    private record Kept(MeteredProduct account, String what, String value) {
        List<String> key() {
            return List.of(account.subject(), what);
        }
    }

    void check() {
        facts();
        trials();
        parked();
        differences();
        lateSamples();
    }

    /** Those that count are in the digests of their periods. */
    private void lateSamples() {
        compare(
                told(
                        List.of(SampleRows.LATE),
                        event -> new Told(late(event.text("at")), Optional.of(event.text("digest")))),
                kept(
                        "SELECT product, customer, reported_at, digest FROM meter_sample WHERE late > 0 AND revision = 0",
                        (row, context) -> new Kept(
                                new MeteredProduct(row.getString(1), row.getString(2)),
                                late(Instants.of(row.getString(3)).toString()),
                                row.getString(4))),
                false);
    }

    private static String late(String at) {
        return "The late sample at " + at;
    }

    private void facts() {
        compare(
                told(
                        List.of(JournalProof.FACT),
                        event -> new Told(fact(event.text("name")), Optional.of(event.text("digest")))),
                kept(
                        "SELECT product, customer, name, value FROM meter_state",
                        (row, context) -> new Kept(
                                new MeteredProduct(row.getString(1), row.getString(2)),
                                fact(row.getString(3)),
                                String.valueOf(
                                        JournalProof.fact("", row.getString(4)).get("digest")))),
                false);
    }

    private static String fact(String name) {
        return "The '" + name + "'";
    }

    private void trials() {
        compare(
                told(
                        List.of("trial_granted"),
                        event -> new Told(
                                "The free trial",
                                Optional.of(event.text("grant") + " " + event.text("from") + " " + event.text("to")))),
                kept(
                        "SELECT product, customer, grant_id, trial_from, trial_to FROM meter_trial",
                        (row, context) -> new Kept(
                                new MeteredProduct(row.getString(1), row.getString(2)),
                                "The free trial",
                                row.getString(3) + " " + Instants.of(row.getString(4)) + " "
                                        + Instants.of(row.getString(5)))),
                true);
    }

    private void parked() {
        compare(
                told(
                        List.of(ParkedRows.PARKED, ParkedRows.PLANNED, ParkedRows.WAIVED, ParkedRows.GROWN),
                        event -> new Told(
                                parked(event.text("metric"), event.text("dimension"), event.text("from")),
                                Optional.of(event.text("usage") + " "
                                        + !event.name().equals(ParkedRows.PARKED)))),
                kept(
                        "SELECT product, customer, period_start, metric, dimension, quantity, settled_at FROM meter_parked",
                        (row, context) -> new Kept(
                                new MeteredProduct(row.getString(1), row.getString(2)),
                                parked(
                                        row.getString(4),
                                        row.getString(5),
                                        Instants.of(row.getString(3)).toString()),
                                row.getString(6) + " " + !row.getString(7).isEmpty())),
                true);
    }

    private static String parked(String metric, String dimension, String from) {
        return "The parked usage of '" + metric + "'" + (dimension.isEmpty() ? "" : " as '" + dimension + "'")
                + " from " + from;
    }

    private void differences() {
        compare(
                told(
                        List.of(DifferenceRows.FOUND, DifferenceRows.ENDED, DifferenceRows.SETTLED),
                        event -> new Told(
                                difference(event.text("from")),
                                Optional.of(event.text("difference") + " "
                                                + event.name().equals(DifferenceRows.SETTLED))
                                        .filter(value -> !event.name().equals(DifferenceRows.ENDED)))),
                kept(DifferenceRows.COLUMNS, (row, context) -> {
                    Difference each = DifferenceRows.MAPPER.map(row, context);
                    String id = Difference.found(each.account(), each.period(), each.told())
                            .id();
                    return new Kept(
                            each.account(),
                            difference(each.period().start().toString()),
                            (id.equals(each.id()) ? id : "") + " " + each.settled());
                }),
                true);
    }

    private static String difference(String from) {
        return "The difference of the period from " + from;
    }

    /** An event with its detail. */
    private record Event(String subject, String name, Map<String, Object> detail) {
        String text(String key) {
            return String.valueOf(detail.get(key));
        }
    }

    /** By account and thing what the last of the events tells. */
    private Map<List<String>, Optional<String>> told(List<String> names, Function<Event, Told> reading) {
        Map<List<String>, Optional<String>> told = new LinkedHashMap<>();
        handle.createQuery("SELECT subject, event, detail FROM meter_event WHERE event IN ("
                        + names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                        + ") ORDER BY sequence")
                .map((row, context) -> new Event(row.getString(1), row.getString(2), Json.tree(row.getString(3))))
                .forEach(event -> {
                    Told each = reading.apply(event);
                    told.put(List.of(event.subject(), each.what()), each.value());
                });
        told.values().removeIf(Optional::isEmpty);
        return told;
    }

    private List<Kept> kept(String sql, RowMapper<Kept> mapper) {
        return handle.createQuery(sql).map(mapper).list();
    }

    /** @param all whether each row has an event */
    private void compare(Map<List<String>, Optional<String>> told, List<Kept> rows, boolean all) {
        for (Kept row : rows) {
            Optional<String> value = Optional.ofNullable(told.remove(row.key())).orElse(Optional.empty());
            if (value.isPresent() ? !value.get().equals(row.value()) : all) {
                problems.accept(row.what() + " of " + row.account() + " was changed.");
            }
        }
        told.keySet()
                .forEach(key ->
                        problems.accept(key.get(1) + " of " + account(key.get(0)) + " is gone; its event is there."));
    }

    /** The name of an account, from what else is kept of it. */
    private String account(String subject) {
        return handle
                .createQuery(
                        "SELECT DISTINCT product, customer FROM meter_state UNION SELECT DISTINCT product, customer"
                                + " FROM meter_period")
                .map((row, context) -> new MeteredProduct(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .filter(each -> each.subject().equals(subject))
                .map(MeteredProduct::toString)
                .findFirst()
                .orElse("an account that left no other row");
    }
}
