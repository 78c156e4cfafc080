package org.apportion.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code aws-organizations}: the accounts of an organization with their names. */
public final class OrganizationsProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS = Set.of("region", "endpoint");

    private final HttpLimits limits;
    private final Consumer<Duration> wait;

    public OrganizationsProvider() {
        this(HttpLimits.service(), OrganizationsProvider::pause);
    }

    /** @param wait is handed each pause instead of taking it */
    OrganizationsProvider(HttpLimits limits, Consumer<Duration> wait) {
        this.limits = limits;
        this.wait = wait;
    }

    @Override
    public String name() {
        return "aws-organizations";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        PluginSettings settings = ObjectSettings.plugin(given);
        TreeSet<String> known = new TreeSet<>(SETTINGS);
        known.addAll(AwsLogin.SETTINGS);
        ObjectSettings.requireKnown(given, known, AwsLogin.SECRETS);
        String region = settings.text("region").orElse("us-east-1");
        if (!region.matches("[a-z]{2}(-[a-z]+)+-[0-9]")) {
            throw settings.wrong("region", "is not the name of a region", "Write us-east-1, or leave it out.");
        }
        URI endpoint = settings.address("endpoint").orElseGet(() -> amazon(region));
        AwsLogin login = AwsLogin.of(given, region);
        AccountList accounts = new AccountList(
                endpoint,
                new RequestSigner(
                        new RequestSigner.Service("organizations", region, AccountList.PLACE),
                        login.credentials(),
                        given.clock()),
                new HttpCaller(limits, given.clock()),
                wait);
        return new OrganizationsSource(accounts, given.folder(), login);
    }

    /** One address for a whole partition of Amazon's. */
    private static URI amazon(String region) {
        return URI.create(
                "https://organizations." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
