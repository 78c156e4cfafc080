package org.apportion.metering.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/** Asks a product over HTTP: one GET with one deadline for the whole answer, at most {@link #MOST_BYTES}. */
final class HttpUsage implements ProductUsage {
    static final int MOST_BYTES = 1 << 20;

    /** A client has threads of its own, and a process may ask thousands of products: one per deadline serves all. */
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final URI address;
    private final Duration timeout;
    private final Optional<Secret> token;
    private final InstantSource clock;
    private final HttpClient client;

    HttpUsage(URI address, Duration timeout, Optional<Secret> token, InstantSource clock) {
        this.address = address;
        this.timeout = timeout;
        this.token = token;
        this.clock = clock;
        this.client = CLIENTS.computeIfAbsent(timeout, HttpUsage::client);
    }

    private static HttpClient client(Duration timeout) {
        return HttpClient.newBuilder()
                .proxy(new CurrentProxies())
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public UsageReading read() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        String body = text(request.GET().build());
        return new UsageAnswer(body, clock.instant()).reading();
    }

    /** No thread waits but this one, and the deadline is that of this call alone. */
    private String text(HttpRequest request) {
        LimitedBytes body = new LimitedBytes(MOST_BYTES);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(body));
        try {
            HttpResponse<Void> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw failed("status " + response.statusCode(), null);
            }
            return new String(body.all(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed("no whole answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(body.isTooLong() ? "the answer has more than " + MOST_BYTES + " bytes" : reason(cause), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    private ApportionException failed(String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        URI shown = URI.create(address.getScheme() + "://" + address.getAuthority() + address.getRawPath());
        return new ApportionException(
                LocalError.METER_USAGE_UNREAD,
                "",
                "Error making the request to " + shown + ": " + reason + ".",
                "Check that the product answers there; it is asked again at the next tick.",
                cause);
    }

    @Override
    public void close() {
        // The client serves others.
    }
}
