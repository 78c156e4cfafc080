package org.apportion.aws;

import java.time.Duration;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.objects.ObjectSource;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code s3}: objects of a bucket of Amazon S3, or of a store that speaks its protocol. */
public final class S3SourceProvider implements RemoteSourceProvider {
    private final HttpLimits limits;
    private final Duration firstPause;

    public S3SourceProvider() {
        this(HttpLimits.service(), ObjectSource.FIRST_PAUSE);
    }

    S3SourceProvider(HttpLimits limits, Duration firstPause) {
        this.limits = limits;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        S3Settings settings = S3Settings.of(given, System.getenv());
        AwsLogin login = AwsLogin.of(given, settings.region());
        S3Store store =
                new S3Store(settings, new HttpCaller(limits, given.clock()), login.credentials(), given.clock());
        return new ObjectSource(store, settings.objects(), given, firstPause, login::close);
    }
}
