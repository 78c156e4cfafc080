package org.apportion.config.section;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.source.SourceDefinition;

/** Section {@code serve}: where metrics are told, to whom, and which. */
final class ServeSection {
    private static final int HOLD_BACK = 144;
    /** Of the plugin confluent, if nothing is set. */
    private static final int REREAD_DAYS = 5;

    private final Binding binding;
    private final Fields serve;
    private final List<String> sources;
    private final Collection<WrittenFetch> fetches;

    ServeSection(MapNode root, Binding binding, List<SourceDefinition> sources, Collection<WrittenFetch> fetches) {
        this.binding = binding;
        this.serve = Fields.section(root, "serve", binding.problems());
        this.fetches = fetches;
        this.sources = sources.stream().map(SourceDefinition::id).toList();
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
                serve.text("listen").orElse("127.0.0.1:9465"),
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
                .map(fetch -> fetch.settings().getOrDefault("reread-days", ""))
                .filter(text -> text.matches("[0-9]{1,3}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(REREAD_DAYS);
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

    private WrittenServe.HourlyPages helper(Fields helper) {
        for (ScalarNode source : helper.scalars("sources")) {
            if (!sources.contains(source.text())) {
                binding.problems().unknownName(source.place(), "The source", source.text(), sources);
            }
        }
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
                helper.text("host").orElse("127.0.0.1"),
                helper.number("metrics-port").orElse(8000),
                helper.number("status-port").orElse(8001),
                helper.date("from"),
                holdBack(helper),
                helper.texts("sources"),
                helper.text("currency"),
                helper.flag("nameless-moves"),
                readers);
    }
}
