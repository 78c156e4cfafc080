package org.apportion.config.movein;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.config.movein.Installation.Metrics;
import org.apportion.config.movein.Installation.Organization;

/** Writes our configuration of an installation. */
final class NewFile {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\ufeff]");

    private final Installation installation;
    private final LocalDate first;
    private final StringBuilder text = new StringBuilder();
    private final List<String> costs = new ArrayList<>();
    private final List<String> usage = new ArrayList<>();
    private final Set<Metrics> asked = new HashSet<>();

    NewFile(Installation installation, LocalDate today) {
        this.installation = installation;
        this.first = today.minusDays(installation.days());
    }

    String text() {
        line(
                "# Made by 'apportion init --from-chargeback-helper'. Secrets are references to the environment, as they were.");
        line("# Next: apportion check");
        line("#       apportion fetch --from " + first + " --to <tomorrow>     (what has been until now, once)");
        line(
                "#       apportion run --month <month>                           (each month, then daily the present one)");
        line("data: data");
        line("currency: USD");
        line("cost-basis: billed");
        line("");
        line("fetches:");
        for (int i = 0; i < installation.organizations().size(); i++) {
            fetches(installation.organizations().get(i), suffix(i));
        }
        line("");
        line("sources:");
        costs.forEach(fetch -> line("  - {id: " + fetch + "-costs, path: \"fetched:" + fetch
                + "/costs/*.ndjson\", mapping: confluent-costs, slicing: file}"));
        usage.forEach(fetch -> line("  - {id: " + fetch + "-usage, kind: usage, path: \"fetched:" + fetch
                + "/usage/*.csv\", slicing: file}"));
        line("");
        line(
                "# The rules of ccloud-chargeback-helper, so that dashboards keep their numbers. 'pack: confluent' splits more");
        line("# line types, and by the usage of each hour.");
        line("rules:");
        line("  - pack: confluent-compat");
        line("");
        line("# Who pays: name teams, and their service accounts and users.");
        line("# organization: {units: [{id: shop, name: Shop}]}");
        line("# directory: {entries: [{principal: sa-123456, unit: shop}]}");
        line("");
        serve();
        return text.toString();
    }

    private String suffix(int position) {
        return installation.organizations().size() == 1 ? "" : "-" + (position + 1);
    }

    private void fetches(Organization organization, String suffix) {
        boolean cloud = organization.isCloudAsked();
        line("  - id: confluent" + suffix);
        line("    plugin: confluent");
        line("    settings: {organization: " + quoted(organization.id()) + (cloud ? ", metrics: cloud" : "") + "}");
        line("    secrets: {api-key: \"" + organization.key() + "\", api-secret: \"" + organization.secret() + "\"}");
        costs.add("confluent" + suffix);
        usage.add("confluent" + suffix);
        if (organization.metrics().isPresent()) {
            metrics(organization.metrics().get(), suffix);
        } else if (!cloud) {
            line(
                    "  # Approximate: there is no metrics server. Cost that follows usage is split evenly over the owners of keys, or");
            line(
                    "  # stays with the resource, and each run says how much that is. Add 'metrics: cloud' to the settings above,");
            line("  # or a fetch with the plugin prometheus, to split it by bytes.");
        }
    }

    /** One Prometheus mostly has the metrics of all organizations: it is asked once. */
    private void metrics(Metrics metrics, String suffix) {
        if (!asked.add(metrics)) {
            return;
        }
        line("  - id: metrics" + suffix);
        line("    plugin: prometheus");
        line("    settings:");
        line("      url: " + quoted(metrics.url()));
        line("      queries: confluent");
        if (!metrics.auth().equals("none")) {
            line("      auth: " + metrics.auth());
        }
        metrics.authority().ifPresent(file -> line("      ca-file: " + quoted(file)));
        if (!metrics.auth().equals("none")) {
            line("    secrets: {username: \"" + metrics.username() + "\", password: \"" + metrics.password() + "\"}");
        }
        usage.add("metrics" + suffix);
    }

    private void serve() {
        line("serve:");
        line("  chargeback-helper:");
        line("    metrics-port: 8000");
        line("    status-port: 8001");
        line("    from: " + first);
        line("    sources: ["
                + String.join(", ", costs.stream().map(id -> id + "-costs").toList()) + "]");
        line(
                "    # Whoever scrapes names itself: http://127.0.0.1:8000/metrics?reader=prometheus. To move the clock of scrapes");
        line("    # without a name, as before, write: nameless-moves: true");
        line("    # Other machines may read with 'host: 0.0.0.0' and a login: serve.token, or tokens of readers.");
    }

    /** As a text in double quotes; a dollar before a brace would be a reference, and YAML takes few characters without a picture. */
    private static String quoted(String value) {
        String written = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${");
        return '"'
                + UNPRINTABLE
                        .matcher(written)
                        .replaceAll(found ->
                                String.format("\\\\u%04x", (int) found.group().charAt(0)))
                + '"';
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
