package org.apportion.confluent;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.confluent.ConfluentCloud.Key;
import org.apportion.http.InClear;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;

/**
 * What is read, and how.
 *
 * @param place of the settings, for messages
 * @param organization id of the organization; becomes the billing account and the resource of its identities
 * @param endpoint of the Costs API and the object APIs
 * @param metricsEndpoint of the Metrics API
 * @param replay folder of recorded answers that stand for the service
 * @param rereadDays a day is read again until it was read once when it had been over for this many days
 * @param costPage rows of a page of the Costs API, at most 10,000
 * @param missingInventory whether an object API that the key may not read is told and left out instead of failing
 * @param evidenceDays how long answers are kept
 * @param metrics whether the Metrics API is asked for bytes per principal
 * @param flink keys by {@code <cloud>.<region>}, since Flink's statements are listed per region with keys of that region
 */
record ConfluentSettings(
        String place,
        String organization,
        URI endpoint,
        URI metricsEndpoint,
        Optional<String> replay,
        int rereadDays,
        int costPage,
        boolean missingInventory,
        int evidenceDays,
        boolean metrics,
        Key key,
        Map<String, FlinkRegion> flink) {
    static final int OBJECT_PAGE = 99;
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_REREAD_DAYS = 90;
    private static final int MOST_EVIDENCE_DAYS = 3650;
    private static final String API_KEY = "api-key";
    private static final String API_SECRET = "api-secret";
    private static final Set<String> KNOWN = Set.of(
            "organization",
            "endpoint",
            "metrics-endpoint",
            "flink-endpoint",
            "replay",
            "reread-days",
            "page-size",
            "missing-inventory",
            "evidence-days",
            "metrics");
    private static final Set<String> SECRETS =
            Set.of(API_KEY, API_SECRET, "flink-<cloud>.<region>-key", "flink-<cloud>.<region>-secret");
    private static final Pattern FLINK = Pattern.compile("flink-((?:aws|azure|gcp)\\.[a-z0-9-]+)-(key|secret)");

    /** Where the statements of one region are listed. */
    record FlinkRegion(URI endpoint, Key key) {}

    /** @throws org.apportion.model.ApportionException naming the setting that is missing, wrong or unknown */
    static ConfluentSettings of(FetchSettings given) {
        PluginSettings settings =
                new PluginSettings("fetch " + given.id(), given.settings(), ConfluentError.CONFLUENT_SETTING_WRONG);
        settings.requireOnly(KNOWN, given.secrets().keySet(), secrets(given));
        Optional<String> replay = settings.text("replay");
        return new ConfluentSettings(
                settings.plugin(),
                required(settings, "organization"),
                address(settings, "endpoint").orElse(URI.create("https://api.confluent.cloud")),
                address(settings, "metrics-endpoint").orElse(URI.create("https://api.telemetry.confluent.cloud")),
                replay,
                number(settings, "reread-days", 5, 0, MOST_REREAD_DAYS),
                number(settings, "page-size", 2000, 1, MOST_ROWS),
                settings.word("missing-inventory", "fail", "warn").equals("warn"),
                number(settings, "evidence-days", 400, 1, MOST_EVIDENCE_DAYS),
                settings.word("metrics", "none", "cloud").equals("cloud"),
                key(settings, given.secrets(), API_KEY, API_SECRET, replay.isPresent()),
                flink(settings, given.secrets()));
    }

    /** The first day that is not over. Recorded answers do not depend on what time it is. */
    LocalDate today(Instant now) {
        return replay.isPresent() ? LocalDate.MAX : now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The first day that the Costs API still gives. */
    LocalDate oldest(Instant now) {
        return replay.isPresent() ? LocalDate.MIN : today(now).minusYears(1);
    }

    /** What is to be said if the key goes over a network for all to read. */
    Optional<String> inClear() {
        Stream<URI> regions = flink.values().stream().map(FlinkRegion::endpoint);
        return replay.isPresent()
                ? Optional.empty()
                : InClear.note(
                        "the key",
                        "an endpoint",
                        Stream.concat(Stream.of(endpoint, metricsEndpoint), regions)
                                .toList());
    }

    /** Those that are known, among them the keys of Flink's regions that are written. */
    private static Set<String> secrets(FetchSettings given) {
        Set<String> known = new TreeSet<>(SECRETS);
        given.secrets().keySet().stream()
                .filter(name -> FLINK.matcher(name).matches())
                .forEach(known::add);
        return known;
    }

    private static Optional<URI> address(PluginSettings settings, String name) {
        Optional<URI> address = settings.address(name);
        if (address.map(URI::getRawUserInfo).isPresent()) {
            throw settings.wrong(name, "holds a user name or a password", "Take it out; keys stand under secrets.");
        }
        return address;
    }

    private static String required(PluginSettings settings, String name) {
        return settings.text(name)
                .orElseThrow(() -> settings.wrong(name, "is missing", "Set it to the organization's id."));
    }

    private static int number(PluginSettings settings, String name, int fallback, int least, int most) {
        String text = settings.text(name).orElse(String.valueOf(fallback));
        int value = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw settings.wrong(
                    name,
                    "is not a whole number from " + least + " to " + most,
                    "Correct it, or leave it out for " + fallback + ".");
        }
        return value;
    }

    private static Key key(
            PluginSettings settings, Map<String, Secret> given, String id, String secret, boolean replayed) {
        for (String name : List.of(id, secret)) {
            if (!given.containsKey(name) && !replayed) {
                throw settings.wrong(
                        name,
                        "is missing",
                        "Set it under secrets, such as ${env:CONFLUENT_"
                                + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "}.");
            }
        }
        Secret none = new Secret(() -> "");
        return new Key(given.getOrDefault(id, none), given.getOrDefault(secret, none));
    }

    private static Map<String, FlinkRegion> flink(PluginSettings settings, Map<String, Secret> given) {
        Map<String, FlinkRegion> regions = new TreeMap<>();
        for (String name : given.keySet()) {
            Matcher matcher = FLINK.matcher(name);
            if (matcher.matches()) {
                String place = matcher.group(1);
                String cloud = place.substring(0, place.indexOf('.'));
                String region = place.substring(place.indexOf('.') + 1);
                URI endpoint = address(settings, "flink-endpoint")
                        .orElse(URI.create("https://flink." + region + "." + cloud + ".confluent.cloud"));
                String prefix = "flink-" + place + "-";
                regions.put(
                        place,
                        new FlinkRegion(endpoint, key(settings, given, prefix + "key", prefix + "secret", false)));
            }
        }
        return regions;
    }
}
