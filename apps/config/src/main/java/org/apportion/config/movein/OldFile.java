package org.apportion.config.movein;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.config.movein.Installation.Metrics;
import org.apportion.config.movein.Installation.Organization;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;

/** Reads the file of ccloud-chargeback-helper. What it says and we cannot do, or do otherwise, becomes a warning. */
final class OldFile {
    private static final int DAYS = 200;
    private static final int MOST_DAYS = 365;
    /** What an address has of a user and a password, after its scheme. */
    private static final Pattern LOGIN = Pattern.compile("^(\\s*[a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@");

    private static final Set<Integer> OWN_PORTS = Set.of(8000, 8001, 9465);
    private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Variables variables;
    private final Problems problems;
    private final Set<String> ids = new HashSet<>();

    OldFile(Variables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    Installation read(MapNode root) {
        OldKeys file = new OldKeys(root, "", problems);
        OldKeys config = file.child("config");
        OldKeys system = config.child("system");
        system.drop("log_level", "there are no levels here; standard error tells what happens.");
        system.drop("enable_method_breadcrumbs", "it had no effect.");
        system.drop("days_in_memory", "it had no effect; nothing is kept in memory here.");
        system.drop("output_dir_name", "it had no effect; files that a run writes are named under outputs.");
        system.warnOfOthers();
        List<Organization> organizations = new ArrayList<>();
        int days = 0;
        for (OldKeys organization : config.children("org_details")) {
            days = Math.max(days, days(organization.child("ccloud_details")));
            organizations.add(organization(organization));
            organization.warnOfOthers();
        }
        if (organizations.isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    config.place(),
                    "There is no config.org_details with an organization.",
                    "Name the file that ccloud-chargeback-helper reads, its config.yaml.");
        }
        config.warnOfOthers();
        file.warnOfOthers();
        return new Installation(organizations, days);
    }

    private int days(OldKeys details) {
        Optional<ScalarNode> node = details.scalar("total_lookback_days");
        String text = node.flatMap(variables::valueOf).orElse(Integer.toString(DAYS));
        if (!text.matches("[0-9]{1,5}")) {
            node.ifPresent(written -> details.told(
                    "total_lookback_days",
                    written.place(),
                    "it is no number of days, so " + DAYS + " are taken.",
                    "Change the days of 'from' in the new file if it was another number."));
            return DAYS;
        }
        return Math.min(Integer.parseInt(text), MOST_DAYS);
    }

    private Organization organization(OldKeys keys) {
        String id = keys.scalar("id").flatMap(variables::valueOf).orElse("");
        if (id.isEmpty() || !ids.add(id)) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    keys.place(),
                    id.isEmpty() ? "The organization has no id." : "Two organizations have the id " + id + ".",
                    "Give it the id that the page 'Organization settings' of Confluent Cloud shows.");
        }
        OldKeys cloud = keys.child("ccloud_details");
        cloud.scalar("total_lookback_days");
        OldKeys objects = cloud.child("ccloud_api");
        OldKeys billing = cloud.child("billing_api");
        String key = secret(billing, "api_key", "CONFLUENT_API_KEY");
        String secret = secret(billing, "api_secret", "CONFLUENT_API_SECRET");
        if (!secret(objects, "api_key", "CONFLUENT_API_KEY").equals(key)) {
            objects.told(
                    "api_key",
                    objects.place(),
                    "one key reads costs and objects here, and that of billing_api"
                            + " was taken. It needs the roles BillingAdmin and OrganizationAdmin.");
        }
        secret(objects, "api_secret", "CONFLUENT_API_SECRET");
        cloud.drop("metrics_api", "it was never used; 'metrics: cloud' asks the Metrics API with the key above.");
        List.of(objects, billing, cloud).forEach(OldKeys::warnOfOthers);
        OldKeys stores = keys.child("prometheus_details");
        OldKeys metrics = stores.child("metrics_api_datastore");
        OldKeys told = stores.child("chargeback_datastore");
        Optional<String> fed = told.scalar("prometheus_url").flatMap(variables::valueOf);
        Optional<ScalarNode> written = metrics.scalar("prometheus_url");
        Optional<String> url = written.flatMap(variables::valueOf);
        written.filter(node -> url.isEmpty())
                .ifPresent(node -> metrics.told(
                        "prometheus_url",
                        node.place(),
                        "the variable " + Variables.nameIn(node).orElse("") + " is not set.",
                        "Give the .env file too."));
        boolean isCloud = url.filter(text -> text.contains("/v2/metrics/")).isPresent();
        Optional<Metrics> read =
                url.filter(text -> !isCloud && !isOwn(text, fed)).map(text -> metrics(metrics, text, written));
        if (read.isEmpty()) {
            List.of("auth", "connection_params").forEach(metrics::child);
        }
        told.warnOfOthers();
        metrics.warnOfOthers();
        stores.warnOfOthers();
        return new Organization(id, key, secret, read, isCloud);
    }

    /** Where no metrics server was at hand, one was told to enter the address of the chargeback's own. */
    private boolean isOwn(String url, Optional<String> fed) {
        if (fed.filter(other -> address(other).equals(address(url))).isPresent()
                || variables
                        .find("CHARGEBACK_SERVER_URL")
                        .filter(other -> address(other).equals(address(url)))
                        .isPresent()) {
            return true;
        }
        URI uri = uri(url);
        return uri.getHost() != null
                && OWN_HOSTS.contains(uri.getHost().toLowerCase(Locale.ROOT))
                && OWN_PORTS.contains(uri.getPort());
    }

    private static String address(String url) {
        return url.strip().replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }

    /** @param written where the address stands: what it has of a login is not copied */
    private Metrics metrics(OldKeys keys, String address, Optional<ScalarNode> written) {
        String url = LOGIN.matcher(address).replaceFirst("$1");
        boolean login = !url.equals(address);
        written.filter(node -> login)
                .ifPresent(node -> problems.warn(
                        ConfigError.CONFIG_SECRET_IN_CLEAR,
                        node.place(),
                        "The address holds a user and a password, which were not copied.",
                        "Put them into the environment as METRICS_USERNAME and METRICS_PASSWORD."));
        OldKeys auth = keys.child("auth");
        OldKeys connection = keys.child("connection_params");
        boolean enabled = auth.scalar("enable_auth")
                .flatMap(variables::valueOf)
                .filter(OldFile::isYes)
                .isPresent();
        String type = auth.scalar("auth_type").flatMap(variables::valueOf).orElse("HTTPBasicAuth");
        List<ScalarNode> arguments = auth.isMap("auth_args") ? List.of() : auth.scalars("auth_args");
        String username = "${env:METRICS_USERNAME}";
        String password = "${env:METRICS_PASSWORD}";
        if (auth.isMap("auth_args")) {
            OldKeys named = auth.child("auth_args");
            username = secret(named, "username", "METRICS_USERNAME");
            password = secret(named, "password", "METRICS_PASSWORD");
            named.warnOfOthers();
        } else if (arguments.size() == 2) {
            username = reference(arguments.get(0), "METRICS_USERNAME");
            password = reference(arguments.get(1), "METRICS_PASSWORD");
        }
        auth.warnOfOthers();
        Optional<ScalarNode> verify = connection.scalar("verify");
        verify.filter(node -> node.text().equalsIgnoreCase("false"))
                .ifPresent(node -> connection.told(
                        "verify",
                        node.place(),
                        "certificates are always checked here. An authority of your own is the setting ca-file."));
        connection.warnOfOthers();
        Optional<String> authority = verify.filter(node -> node.type() == ScalarNode.Type.TEXT)
                .flatMap(variables::valueOf)
                .filter(file -> !List.of("true", "false").contains(file.toLowerCase(Locale.ROOT)))
                .map(file -> file.startsWith("/") || file.startsWith(".") ? file : "./" + file);
        String word = type.toLowerCase(Locale.ROOT).contains("digest") ? "digest" : "basic";
        return new Metrics(url, enabled || login ? word : "none", username, password, authority);
    }

    /** The text "False" is no yes, as it was there. */
    private static boolean isYes(String text) {
        return Set.of("true", "yes", "1", "on").contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private String secret(OldKeys keys, String key, String variable) {
        return keys.scalar(key).map(node -> reference(node, variable)).orElse("${env:" + variable + "}");
    }

    /** A secret in clear text is not copied: the user moves it into a variable. */
    private String reference(ScalarNode node, String variable) {
        Optional<String> name = Variables.nameIn(node);
        if (name.isEmpty()) {
            problems.warn(
                    ConfigError.CONFIG_SECRET_IN_CLEAR,
                    node.place(),
                    "A secret stands here in clear text and was not copied.",
                    "Put it into the environment as " + variable + ".");
        }
        return "${env:" + name.orElse(variable) + "}";
    }
}
