package org.apportion.config.section;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.source.SourceDefinition;

/** Section {@code serve}: where metrics are told, to whom, and which. */
final class ServeSection {
    private static final String LOCAL = "127.0.0.1";
    private static final String LISTEN = LOCAL + ":9465";
    private static final Pattern LISTEN_TEXT = Pattern.compile("(?:(.+):)?([0-9]{1,5})");
    private static final Set<String> ALL_HOSTS = Set.of("0.0.0.0", "[::]", "::");
    private static final int METRICS_PORT = 8000;
    private static final int STATUS_PORT = 8001;
    private static final int HOLD_BACK = 144;
    private static final String SHARES_AT_MONTH_END = "at-month-end";

    /** Plugins that read days again, and for how many days if nothing is set. */
    private static final Set<String> REREADING = Set.of("confluent", "prometheus");

    private static final String REREAD_DAYS = "5";

    private final Binding binding;
    private final Fields serve;
    private final List<SourceDefinition> sources;
    private final Collection<WrittenFetch> fetches;

    ServeSection(MapNode root, Binding binding, List<SourceDefinition> sources, Collection<WrittenFetch> fetches) {
        this.binding = binding;
        this.serve = Fields.section(root, "serve", binding.problems());
        this.fetches = fetches;
        this.sources = List.copyOf(sources);
    }

    WrittenServe written() {
        Optional<String> user = serve.text("user");
        Optional<String> password = serve.text("password");
        if (user.isPresent() != password.isPresent()) {
            binding.problems()
                    .add(
                            ConfigError.CONFIG_KEY_MISSING,
                            serve.place(),
                            "serve has " + (user.isPresent() ? "a user but no password." : "a password but no user."),
                            "Write both, or use token.");
        }
        return new WrittenServe(
                serve.text("listen").orElse(LISTEN),
                serve.text("token"),
                user,
                password,
                serve.number("max-series").orElse(5000),
                serve.child("chargeback-helper").map(this::helper));
    }

    /** A day that a fetch reads again after it was told never reaches its readers. */
    private int holdBack(Fields helper) {
        int hours = helper.number("hold-back-hours").orElse(HOLD_BACK);
        int days = fetches.stream()
                .map(fetch -> fetch.settings()
                        .getOrDefault("reread-days", REREADING.contains(fetch.plugin()) ? REREAD_DAYS : ""))
                .filter(text -> text.matches("[0-9]{1,3}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(Integer.parseInt(REREAD_DAYS));
        if (hours < (days + 1) * 24) {
            binding.problems()
                    .warn(
                            ConfigError.CONFIG_CONFLICT,
                            helper.scalar("hold-back-hours")
                                    .map(ScalarNode::place)
                                    .orElse(helper.place()),
                            "An hour is told after " + hours + " hours, but days are read again until they are " + days
                                    + " days old: what changes between is not told.",
                            "Write hold-back-hours: " + (days + 1) * 24 + " or more.");
        }
        return hours;
    }

    private void requireCosts(ScalarNode named) {
        List<SourceDefinition> found = sources.stream()
                .filter(source -> source.id().equals(named.text()))
                .toList();
        if (found.isEmpty()) {
            binding.problems()
                    .unknownName(
                            named.place(),
                            "The source",
                            named.text(),
                            sources.stream().map(SourceDefinition::id).toList());
        } else if (found.get(0).kind() != SourceDefinition.Kind.COST) {
            binding.problems()
                    .warn(
                            ConfigError.CONFIG_CONFLICT,
                            named.place(),
                            "The source '" + named.text() + "' brings usage and no costs: nothing of it is told.",
                            "Name the source that reads the costs.");
        }
    }

    /** Two pages cannot listen at one port. */
    private void warnOfPorts(Fields helper) {
        Map<Integer, String> taken = new HashMap<>();
        String host = helper.text("host").orElse(LOCAL);
        Matcher listen = LISTEN_TEXT.matcher(serve.text("listen").orElse(LISTEN));
        if (listen.matches()) {
            String own = listen.group(1) == null ? LOCAL : listen.group(1);
            if (own.equals(host) || ALL_HOSTS.contains(own) || ALL_HOSTS.contains(host)) {
                taken.put(Integer.valueOf(listen.group(2)), "listen");
            }
        }
        for (String page : List.of("metrics-port", "status-port")) {
            int port = helper.number(page).orElse(page.equals("metrics-port") ? METRICS_PORT : STATUS_PORT);
            String other = port == 0 ? null : taken.putIfAbsent(port, page);
            if (other != null) {
                binding.problems()
                        .warn(
                                ConfigError.CONFIG_CONFLICT,
                                Stream.of(page, other)
                                        .flatMap(key -> helper.scalar(key).stream())
                                        .map(ScalarNode::place)
                                        .filter(place -> !place.equals(Place.DEFAULT))
                                        .findFirst()
                                        .orElse(helper.place()),
                                page + " is " + port + ", as is " + other + ": the server cannot start.",
                                "Give each a port of its own.");
            }
        }
    }

    private WrittenServe.HourlyPages helper(Fields helper) {
        helper.scalars("sources").forEach(this::requireCosts);
        warnOfPorts(helper);
        Map<String, String> readers = new LinkedHashMap<>();
        for (Fields reader : helper.items("readers")) {
            reader.scalar("name").ifPresent(name -> {
                if (readers.putIfAbsent(name.text(), reader.text("token").orElse("")) != null) {
                    binding.problems()
                            .add(
                                    ConfigError.CONFIG_DUPLICATE_NAME,
                                    name.place(),
                                    "The reader '" + name.text() + "' is there already.",
                                    "Give each reader a name of its own.");
                }
            });
        }
        return new WrittenServe.HourlyPages(
                helper.text("host").orElse(LOCAL),
                helper.number("metrics-port").orElse(METRICS_PORT),
                helper.number("status-port").orElse(STATUS_PORT),
                helper.date("from"),
                holdBack(helper),
                helper.texts("sources"),
                helper.text("currency"),
                helper.text("tell-shares").filter(SHARES_AT_MONTH_END::equals).isPresent(),
                helper.flag("nameless-moves"),
                readers);
    }
}
