package org.apportion.run;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.Sha256;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.PriceBook;
import org.apportion.model.rule.AllocationRule;

/**
 * Fingerprints of the sections of the configuration that decide amounts, owners or prices, cut to some days: what holds only
 * before or after them is left out, and so is when something ends after them. When it began stays, since of equal prices the later
 * one counts.
 */
final class MonthSections {
    /** The section of the rules. */
    static final String RULES = "rules";

    /** Sections without dates. */
    private static final List<String> WHOLE = List.of("cost-basis", "tags", "organization", "currency");

    private static final Pattern END = Pattern.compile(", to=(\\d{4,}-\\d\\d-\\d\\d)]");
    private static final int DIGITS = 32;

    private final Configuration configuration;
    private final Validity days;

    private MonthSections(Configuration configuration, Validity days) {
        this.configuration = configuration;
        this.days = days;
    }

    /**
     * Name to fingerprint.
     *
     * @param days with both bounds: all on which the month's charges lie, and the month itself
     */
    static SortedMap<String, String> of(Configuration configuration, Validity days) {
        return new MonthSections(configuration, days).all();
    }

    private SortedMap<String, String> all() {
        Map<String, String> whole = configuration.fingerprints();
        SortedMap<String, String> all = new TreeMap<>();
        WHOLE.forEach(section -> all.put(section, fingerprint(Stream.of(whole.getOrDefault(section, "")))));
        all.put(
                RULES,
                fingerprint(configuration.rules().stream()
                        .filter(rule -> holds(rule.validity()))
                        .map(MonthSections::text)));
        all.put(
                "directory",
                fingerprint(configuration.directory().entries().stream()
                        .filter(entry -> holds(entry.validity()))
                        .map(MonthSections::text)
                        .sorted()));
        all.put("prices", fingerprint(prices(configuration.prices())));
        all.put(
                "currencies",
                fingerprint(configuration.rates().stream()
                        .filter(rate -> rate.day().isBefore(days.to()))
                        .map(Object::toString)));
        return all;
    }

    private boolean holds(Validity validity) {
        return validity.overlaps(days);
    }

    private static String text(AllocationRule rule) {
        return Stream.of(rule.id(), rule.version(), rule.validity(), rule.condition(), rule.spread(), rule.parts())
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    private static String text(DirectoryEntry entry) {
        return entry.subject() + " " + entry.unitId() + " " + entry.validity();
    }

    private Stream<String> prices(PriceBook book) {
        return Stream.of(
                        book.prices().stream().filter(price -> holds(price.validity())),
                        book.accounts().stream().filter(account -> holds(account.validity())),
                        book.customers().stream(),
                        book.components().stream().filter(component -> holds(component.validity())),
                        book.services().stream()
                                .filter(service -> holds(service.validity()))
                                .map(this::ofDays))
                .flatMap(parts -> parts)
                .map(Object::toString);
    }

    private InternalService ofDays(InternalService service) {
        return new InternalService(
                service.id(),
                service.name(),
                service.customer(),
                service.productNumber(),
                service.charged(),
                service.uses().stream().filter(use -> holds(use.validity())).toList(),
                service.validity());
    }

    private String fingerprint(Stream<String> texts) {
        String end = String.valueOf(days.to());
        String cut = END.matcher(texts.collect(Collectors.joining("\n")))
                .replaceAll(match -> match.group(1).compareTo(end) >= 0 ? ", to=null]" : match.group());
        return Sha256.hex(cut).substring(0, DIGITS);
    }
}
