package org.apportion.azure;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.http.objects.ObjectSource;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code azure-blob}: blobs of a container. */
public final class BlobSourceProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS = Set.of("account", "container", "endpoint", "tenant-id", "client-id");
    private static final Set<String> SECRETS = Set.of("sas-token", "client-secret");
    private static final String RESOURCE = "https://storage.azure.com/";

    private final HttpLimits limits;
    private final Duration firstPause;

    public BlobSourceProvider() {
        this(HttpLimits.service(), ObjectSource.FIRST_PAUSE);
    }

    BlobSourceProvider(HttpLimits limits, Duration firstPause) {
        this.limits = limits;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return "azure-blob";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        ObjectSettings objects = ObjectSettings.of(given, SETTINGS, SECRETS);
        PluginSettings settings = FetchLogin.settings(given);
        String container = settings.required("container");
        if (!container.matches("[a-z0-9$-]{1,63}")) {
            throw settings.wrong("container", "is not the name of a container", "Write its name alone.");
        }
        URI account = settings.address("endpoint")
                .orElseGet(() -> URI.create("https://" + name(settings) + ".blob.core.windows.net"));
        BlobStore store = new BlobStore(
                URI.create(account + "/" + container), access(given, settings), new HttpCaller(limits, given.clock()));
        return new ObjectSource(store, objects, given, firstPause, () -> {});
    }

    private static String name(PluginSettings settings) {
        String account = settings.required("account");
        if (!account.matches("[a-z0-9]{3,24}")) {
            throw settings.wrong("account", "is not the name of a storage account", "Write its name alone.");
        }
        return account;
    }

    /** The signature that is given, else tokens: of an application's secret, a federated token, the machine's identity. */
    private static BlobStore.Access access(FetchSettings given, PluginSettings settings) {
        Secret signature = given.secrets().get("sas-token");
        if (signature != null) {
            return new BlobStore.Access(
                    () -> "", () -> signature.reveal().strip().replaceFirst("^\\?", ""));
        }
        CachedTokens tokens = new CachedTokens(FetchLogin.tokens(given, settings), given.clock());
        return new BlobStore.Access(() -> tokens.bearer(RESOURCE), () -> "");
    }
}
