package org.apportion.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.http.objects.ObjectSource;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;
import org.jspecify.annotations.Nullable;

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
        PluginSettings settings = ObjectSettings.plugin(given)
                .orEnvironment(Map.of("tenant-id", "AZURE_TENANT_ID", "client-id", "AZURE_CLIENT_ID"), System.getenv());
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
        Secret secret = given.secrets().get("client-secret");
        if (secret != null) {
            settings.required("tenant-id");
            settings.required("client-id");
        }
        Supplier<TokenCredential> login = () -> login(secret, settings);
        CachedTokens tokens =
                new CachedTokens(resource -> CredentialTokens.of(login.get()).fetch(resource), given.clock());
        return new BlobStore.Access(() -> bearer(tokens), () -> "");
    }

    private static String bearer(CachedTokens tokens) {
        synchronized (tokens) {
            return tokens.bearer(RESOURCE);
        }
    }

    private static TokenCredential login(@Nullable Secret secret, PluginSettings settings) {
        if (secret != null) {
            return new ClientSecretCredentialBuilder()
                    .tenantId(settings.required("tenant-id"))
                    .clientId(settings.required("client-id"))
                    .clientSecret(secret.reveal())
                    .build();
        }
        if (System.getenv("AZURE_FEDERATED_TOKEN_FILE") != null) {
            return new WorkloadIdentityCredentialBuilder().build();
        }
        ManagedIdentityCredentialBuilder machine = new ManagedIdentityCredentialBuilder();
        settings.text("client-id").ifPresent(machine::clientId);
        return machine.build();
    }
}
