package org.apportion.confluent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apportion.http.FetchFolder;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.HttpReply;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens the remote source {@code confluent}. */
public final class ConfluentProvider implements RemoteSourceProvider {
    /** 10 s to connect, 2 min in all, 256 MiB, 8 attempts from 1 s on: pages of 10,000 rows, and limits that last a minute. */
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(10), Duration.ofMinutes(2), 1 << 28, 8, Duration.ofSeconds(1), true);

    /** Confluent tells in seconds from now when its rate limit is over. */
    private static final List<String> RESET = List.of("x-ratelimit-reset", "ratelimit-reset");

    private final HttpLimits limits;
    private final int mostPages;
    private final Function<HttpReply.Answered, Optional<Instant>> serviceTime;

    public ConfluentProvider() {
        this(LIMITS, ConfluentCloud.MOST_PAGES, ConfluentCloud::date);
    }

    ConfluentProvider(HttpLimits limits, int mostPages, Function<HttpReply.Answered, Optional<Instant>> serviceTime) {
        this.serviceTime = serviceTime;
        this.limits = limits;
        this.mostPages = mostPages;
    }

    @Override
    public String name() {
        return "confluent";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        ConfluentSettings settings = ConfluentSettings.of(given);
        Answers answers = settings.replay()
                .<Answers>map(folder -> new Replay(Path.of(folder)))
                .orElseGet(() -> new HttpCaller(limits, given.clock(), null, RESET)::repeat);
        return new ConfluentSource(
                settings,
                new FetchFolder(given.folder(), ConfluentError.CONFLUENT_FOLDER_FAILED),
                answers,
                given.clock(),
                mostPages,
                serviceTime);
    }
}
