package org.apportion.metering.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/** Asks a product over HTTP: one GET with one deadline for the whole answer, at most {@link #MOST_BYTES}. */
final class HttpUsage implements ProductUsage {
    static final int MOST_BYTES = 1 << 20;

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
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public UsageReading read() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        String body = text(request.GET().build());
        return new UsageAnswer(body, clock.instant()).reading();
    }

    private String text(HttpRequest request) {
        AtomicReference<InputStream> open = new AtomicReference<>(InputStream.nullInputStream());
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> send(request, open));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(Objects.requireNonNull(open.get()));
            throw failed("no whole answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApportionException known) {
                throw known;
            }
            throw failed(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    /** Ends the reading of an answer that trickles, so that its thread ends too. */
    private static void end(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It ends by itself, then; the deadline is told in any case.
            return;
        }
    }

    private String send(HttpRequest request, AtomicReference<InputStream> open) {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                open.set(body);
                if (response.statusCode() != 200) {
                    throw failed("status " + response.statusCode(), null);
                }
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw failed("the answer has more than " + MOST_BYTES + " bytes", null);
                }
                return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw failed(reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private static String reason(IOException e) {
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
        // The client ends with its last request.
    }
}
