package org.apportion.gcp;

import java.net.URI;
import java.time.Duration;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Secret;
import org.apportion.testkit.objects.CloudStorageFake;
import org.apportion.testkit.objects.ObjectSourceKit;

class CloudStorageTest extends ObjectSourceKit {
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);

    CloudStorageTest() {
        super(new CloudStorageFake("exports", 2), new CloudStorageProvider(LIMITS, Duration.ofMillis(1)));
        URI uri = store.uri();
        settings.put("bucket", "exports");
        settings.put("endpoint", uri.toString());
        secrets.put("service-account-key", ServiceAccountKey.withTokensFrom(uri));
    }

    @Override
    protected void wrongBucket() {
        settings.put("bucket", "export");
    }

    @Override
    protected void wrongCredentials() {
        secrets.put("service-account-key", new Secret(() -> "{\"type\": \"nothing\"}"));
    }
}
