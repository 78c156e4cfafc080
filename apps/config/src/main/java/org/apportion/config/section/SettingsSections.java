package org.apportion.config.section;

import java.nio.file.Path;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration.EngineSettings;

/** The small sections: data, ledger, currency, cost-basis, charge-hours and engine. */
final class SettingsSections {
    private static final String DATA = "{data}";
    private static final String AUTO = "auto";

    private final Binding binding;
    private final Fields root;
    private final Path data;

    SettingsSections(MapNode root, Binding binding) {
        this.binding = binding;
        this.root = Fields.of(root, binding.problems());
        this.data = this.root.scalar("data").flatMap(binding::resolve).orElse(Path.of("data"));
    }

    Path data() {
        return data;
    }

    String currency() {
        return root.text("currency").orElse("XXX");
    }

    CostBasis costBasis() {
        return Words.find(root, "cost-basis", CostBasis.values()).orElse(CostBasis.EFFECTIVE);
    }

    Optional<Boolean> chargeHours() {
        return root.scalar("charge-hours").map(any -> root.flag("charge-hours"));
    }

    /** References inside are kept; the path of a SQLite file is absolute. */
    String ledgerUrl() {
        Optional<ScalarNode> url = root.child("ledger").flatMap(ledger -> ledger.scalar("url"));
        String standard = Binding.SQLITE + DATA + "/ledger.db";
        String text = url.map(ScalarNode::text).orElse(standard).replace(DATA, data.toString());
        return url.map(written -> binding.database(written, text)).orElse(text);
    }

    Optional<String> ledgerUser() {
        return root.child("ledger").flatMap(ledger -> ledger.text("user"));
    }

    /** As a reference. */
    Optional<String> ledgerPassword() {
        return root.child("ledger").flatMap(ledger -> ledger.text("password"));
    }

    EngineSettings engine() {
        Fields engine = root.child("engine")
                .orElse(Fields.of(new MapNode(java.util.Map.of(), Place.DEFAULT), binding.problems()));
        int threads = engine.text("threads").filter(text -> !text.equals(AUTO)).isPresent()
                ? engine.number("threads").orElse(1)
                : Runtime.getRuntime().availableProcessors();
        Path temporary = engine.scalar("temporary-folder")
                .map(folder -> CsvRows.scalar(folder.text().replace(DATA, data.toString()), folder.place()))
                .flatMap(binding::resolve)
                .orElse(data.resolve("tmp"));
        return new EngineSettings(
                engine.text("name").orElse("duckdb"),
                engine.text("memory-limit").orElse("2GB"),
                threads,
                temporary);
    }

    /** The ledger's user without a password, or the other way round, is a mistake on servers. */
    void requireWholeLogin() {
        if (ledgerPassword().isPresent() && ledgerUser().isEmpty()) {
            binding.problems()
                    .add(
                            ConfigError.CONFIG_KEY_MISSING,
                            root.child("ledger").map(Fields::place).orElse(root.place()),
                            "The ledger has a password but no user.",
                            "Add the key user.");
        }
    }
}
