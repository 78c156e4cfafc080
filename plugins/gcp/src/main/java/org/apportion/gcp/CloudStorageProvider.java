package org.apportion.gcp;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.http.objects.ObjectSource;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code gcs}: objects of a bucket of Google Cloud Storage. */
public final class CloudStorageProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS = Set.of("bucket", "endpoint");
    private static final Set<String> SECRETS = Set.of("service-account-key");
    private static final URI GOOGLE = URI.create("https://storage.googleapis.com");

    private final HttpLimits limits;
    private final Duration firstPause;

    public CloudStorageProvider() {
        this(HttpLimits.service(), ObjectSource.FIRST_PAUSE);
    }

    CloudStorageProvider(HttpLimits limits, Duration firstPause) {
        this.limits = limits;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return "gcs";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        ObjectSettings objects = ObjectSettings.of(given, SETTINGS, SECRETS);
        PluginSettings settings = ObjectSettings.plugin(given);
        String bucket = settings.required("bucket");
        if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}")) {
            throw settings.wrong("bucket", "is not the name of a bucket", "Write it without gs:// and without a path.");
        }
        AccessTokens tokens = AccessTokens.forObjects(given.secrets().get("service-account-key"));
        CloudStorage store = new CloudStorage(
                settings.address("endpoint").orElse(GOOGLE),
                bucket,
                tokens::bearer,
                new HttpCaller(limits, given.clock()));
        return new ObjectSource(store, objects, given, firstPause, () -> {});
    }
}
