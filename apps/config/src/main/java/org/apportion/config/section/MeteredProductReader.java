package org.apportion.config.section;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/** Reads one metered product. */
final class MeteredProductReader {
    /** The name of the one product of an adapter's file that names none. */
    static final String ONLY_PRODUCT = "product";

    private static final String NO_DATA_QUERY = "no_data_query";
    private static final String API = "api";
    private static final String USAGE = "usage";
    private static final String STORE = "store";
    private static final String MARKETPLACE = "marketplace";
    /** Marketplaces that add up what they are told. */
    private static final List<String> ADDING = List.of("amazon", "microsoft", "google");

    private final Fields fields;
    private final Problems problems;
    private final MeteringSection.Surroundings surroundings;
    private final MeteringModes modes;

    MeteredProductReader(Fields fields, MeteringSection.Surroundings surroundings) {
        this.fields = fields;
        this.problems = fields.problems();
        this.surroundings = surroundings;
        this.modes = readModes();
    }

    ProductListing product() {
        List<String> customers = fields.texts("customers");
        Optional<PluginChoice> usage = usage();
        List<UsageMetric> metrics = metrics();
        usage.ifPresent(
                choice -> new EventMetrics(fields.node(USAGE).map(Node::place).orElse(fields.place()), problems)
                        .check(choice, metrics));
        return new ProductListing(
                fields.text("name").orElse(ONLY_PRODUCT),
                fields.text("product_code").orElse(""),
                customers.isEmpty() ? List.of(surroundings.customer().orElse("")) : customers,
                new BillingCycleReader(fields).cycle(),
                reporting(),
                metrics,
                marketplace(),
                usage,
                plugin(STORE).orElse(PluginChoice.of(storeBeside(usage))),
                samples(),
                archive(),
                modes);
    }

    /** Where samples are added up, one that is filled in would be usage that nobody had. */
    private List<UsageMetric> metrics() {
        List<UsageMetric> metrics = new UsageMetricsReader(fields, modes).metrics();
        SamplePolicy.Missing missing = samples().missing();
        Optional<ScalarNode> unasked = fields.node(USAGE).isPresent()
                ? Optional.empty()
                : fields.scalar(API).filter(api -> api.text().equals(NO_DATA_QUERY));
        for (UsageMetric metric : metrics) {
            minimums(metric, unasked);
            boolean invented = metric.aggregation() == UsageAggregation.SUM
                            && (missing == SamplePolicy.Missing.HOLD_LAST
                                    || missing == SamplePolicy.Missing.INTERPOLATE)
                    || metric.aggregation() == UsageAggregation.UNIQUE_MAXIMUM
                            && missing == SamplePolicy.Missing.INTERPOLATE;
            if (invented) {
                String word = missing.name().toLowerCase(Locale.ROOT);
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        fields.scalar("missing_samples").map(ScalarNode::place).orElse(fields.place()),
                        "The metric " + metric.name() + " is a "
                                + metric.aggregation().name().toLowerCase(Locale.ROOT) + ", and " + word
                                + " would bill usage that nobody had.",
                        "Write flag or zero.");
            }
        }
        return metrics;
    }

    /** A minimum belongs to a number that the product tells, or does not tell. */
    private void minimums(UsageMetric metric, Optional<ScalarNode> unasked) {
        boolean perDimension = metric.reporting() == ConsumptionReporting.PER_DIMENSION;
        boolean added =
                metric.aggregation() == UsageAggregation.SUM || metric.aggregation() == UsageAggregation.UNIQUE_MAXIMUM;
        if (unasked.isPresent() && (added || perDimension)) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    unasked.get().place(),
                    "The metric " + metric.name()
                            + (perDimension
                                    ? " is reported per dimension, so its minimum would be billed nowhere."
                                    : " is added up, so its minimum would be billed anew by each tick."),
                    "With no_data_query, write usage_aggregation: maximum and volume or tiered.");
        } else if (perDimension && metric.minimumConsumption().signum() > 0) {
            problems.warn(
                    ConfigError.CONFIG_CONFLICT,
                    fields.place(),
                    "The minimum_consumption of the metric " + metric.name()
                            + " is never billed: it is reported per dimension, and no dimension is named that would have it.",
                    "Leave it out, or write volume or tiered.");
        }
    }

    private MeteringModes readModes() {
        Map<MeteringSetting, MeteringMode> single = new TreeMap<>();
        Fields.section(fields.map(), "modes", problems).map().keys().forEach(word -> {
            for (MeteringSetting setting : MeteringSetting.values()) {
                if (setting.word().equals(word)) {
                    mode(Fields.section(fields.map(), "modes", problems), word)
                            .ifPresent(mode -> single.put(setting, mode));
                }
            }
        });
        return new MeteringModes(mode(fields, "mode").orElse(MeteringMode.DOCUMENTED), single);
    }

    private static Optional<MeteringMode> mode(Fields of, String key) {
        return Words.find(of, key, new MeteringMode[] {MeteringMode.DOCUMENTED, MeteringMode.COMPAT});
    }

    private ReportingCycle reporting() {
        if (fields.node("query_interval").isEmpty()) {
            missing("query_interval", "the seconds between two questions to the product.");
        }
        Optional<Duration> heartbeat = seconds("reporting_interval").filter(interval -> !interval.isZero());
        return new ReportingCycle(
                seconds("query_interval").filter(query -> !query.isZero()).orElse(Duration.ofMinutes(5)),
                heartbeat,
                cumulative());
    }

    private boolean cumulative() {
        boolean wanted = fields.flag("reporting_api_is_cumulative")
                && !modes.isCompat(MeteringSetting.REPORTING_API_IS_CUMULATIVE);
        String name = marketplace().name();
        if (!wanted || !ADDING.contains(name)) {
            return wanted;
        }
        problems.warn(
                ConfigError.CONFIG_CONFLICT,
                fields.scalar("reporting_api_is_cumulative")
                        .map(ScalarNode::place)
                        .orElse(fields.place()),
                "The marketplace " + name
                        + " adds up what it is told, so a running total would be billed again and again.",
                "Write false; until then each report is sent as what is new.");
        return false;
    }

    private Optional<Duration> seconds(String key) {
        return fields.number(key).map(Duration::ofSeconds);
    }

    private PluginChoice marketplace() {
        return plugin(MARKETPLACE)
                .orElseGet(() -> PluginChoice.of(surroundings.marketplace().orElse("")));
    }

    private Optional<PluginChoice> usage() {
        Optional<PluginChoice> named = plugin(USAGE);
        Optional<String> api = fields.text(API);
        if (named.isPresent()) {
            return named;
        }
        fields.scalar(API)
                .filter(address ->
                        !address.text().equals(NO_DATA_QUERY) && !address.text().matches("(?i)https?://[^/\\s]+.*"))
                .ifPresent(address -> problems.add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        address.place(),
                        "'" + address.written() + "' is no address of a product.",
                        "Write it like http://localhost:8080/usage, or no_data_query."));
        return api.isPresent()
                ? api.filter(address -> !address.equals(NO_DATA_QUERY))
                        .map(address -> new PluginChoice("http", Map.of("url", address), Map.of()))
                : Optional.of(PluginChoice.of("kubernetes"));
    }

    private static String storeBeside(Optional<PluginChoice> usage) {
        return usage.filter(choice -> choice.name().equals("kubernetes")).isPresent() ? "kubernetes" : "local";
    }

    /** A word, or a mapping with the word under name and the plugin's settings beside it. */
    private Optional<PluginChoice> plugin(String key) {
        Optional<Node> node = fields.node(key);
        if (node.isPresent() && node.get() instanceof ScalarNode word) {
            return Optional.of(PluginChoice.of(word.text()));
        }
        if (node.isEmpty() || !(node.get() instanceof MapNode map)) {
            return Optional.empty();
        }
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> secrets = new TreeMap<>();
        Fields of = Fields.of(map, problems);
        PluginPaths paths = new PluginPaths(of.text("name").orElse(""), new Binding(MeteringSection.NO_FILE, problems));
        map.keys()
                .forEach(name -> of.scalar(name)
                        .flatMap(value -> paths.text(name, value))
                        .ifPresent(text -> (Interpolation.bearsSecret(name) ? secrets : settings).put(name, text)));
        paths.standards(map.place()).forEach(settings::putIfAbsent);
        String name = settings.remove("name");
        if (name == null) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    map.place(),
                    "The key 'name' is missing.",
                    "Add it: the word of the plugin, such as local.");
            return Optional.empty();
        }
        return Optional.of(new PluginChoice(name, settings, secrets));
    }

    private SamplePolicy samples() {
        return new SamplePolicy(
                word("late_samples", SamplePolicy.Late.values(), SamplePolicy.Late.IGNORE),
                seconds("grace_period").orElse(Duration.ZERO),
                word("missing_samples", SamplePolicy.Missing.values(), SamplePolicy.Missing.FLAG));
    }

    private <E extends Enum<E>> E word(String key, E[] values, E standard) {
        return fields.text(key)
                .flatMap(text -> List.of(values).stream()
                        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst())
                .orElse(standard);
    }

    private ArchiveRetention archive() {
        Optional<Long> cycles = whole("archive_retention_period");
        Optional<Long> bytes = whole("archive_bytes_limit");
        if (cycles.isEmpty() != bytes.isEmpty()) {
            String absent = cycles.isEmpty() ? "archive_retention_period" : "archive_bytes_limit";
            problems.warn(
                    ConfigError.CONFIG_KEY_MISSING,
                    fields.place(),
                    "The key '" + absent + "' is missing, so there is no archive document.",
                    "Add it, or remove the other one.");
        }
        return cycles.isEmpty() || bytes.isEmpty()
                ? ArchiveRetention.NONE
                : new ArchiveRetention((int) Math.min(cycles.get(), Integer.MAX_VALUE), bytes.get());
    }

    private Optional<Long> whole(String key) {
        return fields.text(key).filter(text -> text.matches("-?[0-9]{1,15}")).map(Long::valueOf);
    }

    private void missing(String key, String meaning) {
        problems.add(
                ConfigError.CONFIG_KEY_MISSING,
                fields.place(),
                "The key '" + key + "' is missing.",
                "Add it: " + meaning);
    }
}
