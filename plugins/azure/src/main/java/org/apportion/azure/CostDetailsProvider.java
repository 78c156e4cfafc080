package org.apportion.azure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code azure-cost-details}: the reports of the Cost Details API, for scopes without an export. */
public final class CostDetailsProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS = Set.of("scope", "metric", "wait", "endpoint", "tenant-id", "client-id");
    private static final Set<String> SECRETS = Set.of("client-secret");
    private static final URI RESOURCE_MANAGER = URI.create("https://management.azure.com");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final String SCOPES =
            "(subscriptions|providers/Microsoft\\.Billing/billingAccounts)/[A-Za-z0-9:_-]+(/[A-Za-z0-9._:-]+){0,6}";

    private final HttpLimits limits;
    private final Consumer<Duration> wait;
    private final BiFunction<FetchSettings, PluginSettings, TokenSource> login;

    public CostDetailsProvider() {
        this(HttpLimits.service(), CostDetailsProvider::pause, FetchLogin::tokens);
    }

    /** @param wait is handed each pause instead of taking it */
    CostDetailsProvider(
            HttpLimits limits, Consumer<Duration> wait, BiFunction<FetchSettings, PluginSettings, TokenSource> login) {
        this.limits = limits;
        this.wait = wait;
        this.login = login;
    }

    @Override
    public String name() {
        return "azure-cost-details";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        PluginSettings settings = FetchLogin.settings(given);
        ObjectSettings.requireKnown(given, SETTINGS, SECRETS);
        String scope = settings.required("scope").replaceAll("^/+|/+$", "");
        if (!scope.matches(SCOPES)) {
            throw settings.wrong(
                    "scope",
                    "is no scope of cost details",
                    "Write subscriptions/<id> or providers/Microsoft.Billing/billingAccounts/<id> with what lies below it;"
                            + " the service has no reports of resource groups and management groups.");
        }
        String metric = settings.word("metric", "actual", "amortized", "both");
        URI endpoint = settings.address("endpoint").orElse(RESOURCE_MANAGER);
        CachedTokens tokens = new CachedTokens(login.apply(given, settings), given.clock());
        HttpCaller caller = new HttpCaller(limits, given.clock());
        CostReports reports = new CostReports(
                new CostReports.Place(endpoint, scope, settings.duration("wait").orElse(LONGEST_WAIT)),
                () -> tokens.bearer(RESOURCE_MANAGER + "/"),
                caller,
                given.clock(),
                wait);
        return new CostDetailsSource(
                reports,
                caller,
                wait,
                metric.equals("both") ? List.of("actual", "amortized") : List.of(metric),
                given.folder());
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
