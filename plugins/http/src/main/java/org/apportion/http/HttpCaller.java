package org.apportion.http;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls. Each ends within its deadline and tells whether the other side may have seen it. Redirects are not followed,
 * because a request with credentials belongs to the address that was configured. Safe for use by several threads.
 */
public final class HttpCaller {
    private static final String USER_AGENT = "apportion";
    private static final int TOO_MANY = 429;
    private static final Duration NOT_ASKED = Duration.ofNanos(-1);

    private final HttpLimits limits;
    private final InstantSource clock;
    private final HttpClient client;

    /** @param clock against which a date in {@code Retry-After} is read */
    public HttpCaller(HttpLimits limits, InstantSource clock) {
        this(limits, clock, null);
    }

    /**
     * @param clock against which a date in {@code Retry-After} is read
     * @param tls as {@link Certificates} makes it; null for the platform's
     */
    public HttpCaller(HttpLimits limits, InstantSource clock, @Nullable SSLContext tls) {
        this.limits = limits;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connectWithin());
        if (!limits.proxy()) {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    /** Makes the call once. Never throws for a failed one. */
    public HttpReply exchange(HttpCall call) {
        Evidence asked = Digests.ofRequest(call.body());
        CompletableFuture<HttpResponse<byte[]>> future =
                client.sendAsync(request(call), answer -> new BoundedBody(limits.answerBytes()));
        try {
            HttpResponse<byte[]> answer = future.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply.Answered(
                    answer.statusCode(),
                    headers(answer),
                    new String(answer.body(), StandardCharsets.UTF_8),
                    new Evidence(asked.requestDigest(), Digests.sha256(answer.body())));
        } catch (TimeoutException e) {
            future.cancel(true);
            return new HttpReply.Lost("no complete answer within " + limits.deadline() + ".", asked);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return new HttpReply.Lost("interrupted while waiting for the answer.", asked);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return wasNotSent(cause)
                    ? new HttpReply.NotSent(Redaction.clean(cause), asked)
                    : new HttpReply.Lost(Redaction.clean(cause), asked);
        }
    }

    /**
     * Makes a call that changes nothing at the other side, again after a pause if it was not reached, did not answer, was
     * busy or failed. The last outcome counts.
     */
    public HttpReply repeat(HttpCall call) {
        RetryPolicy<HttpReply> policy = RetryPolicy.<HttpReply>builder()
                .handleResultIf(HttpCaller::mayBeBetterLater)
                .withMaxAttempts(limits.attempts())
                .withBackoff(limits.firstPause(), limits.firstPause().multipliedBy(32))
                .withJitter(0.5)
                .withDelayFn(context -> pause(context.getLastResult()))
                .build();
        return Failsafe.with(policy).get(() -> exchange(call));
    }

    /**
     * Repeats as {@link #repeat} does and gives the body of a success.
     *
     * @throws ApportionException with an {@link HttpError} of kind PROVIDER otherwise
     */
    public String fetch(HttpCall call) {
        HttpReply reply = repeat(call);
        if (reply instanceof HttpReply.Answered answer) {
            if (answer.isSuccess()) {
                return answer.body();
            }
            throw new ApportionException(
                    HttpError.HTTP_REFUSED,
                    call.place(),
                    "the answer has status " + answer.status() + ".",
                    "Check the address, the permissions and the state of that service.");
        }
        boolean lost = reply instanceof HttpReply.Lost;
        String reason = reply instanceof HttpReply.Lost gone ? gone.reason() : ((HttpReply.NotSent) reply).reason();
        throw new ApportionException(
                lost ? HttpError.HTTP_ANSWER_LOST : HttpError.HTTP_NOT_REACHED,
                call.place(),
                (lost ? "no answer: " : "no connection: ") + reason,
                "Check the address, the network and the state of that service.");
    }

    private HttpRequest request(HttpCall call) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri()).setHeader("User-Agent", USER_AGENT);
        call.headers().forEach(builder::setHeader);
        HttpRequest.BodyPublisher body = call.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(call.body());
        return builder.method(call.method(), body).build();
    }

    /** What the service asks for, within the deadline; negative where it asks nothing, so that the back-off counts. */
    private Duration pause(HttpReply last) {
        Duration asked = last instanceof HttpReply.Answered answer
                ? RetryAfter.of(answer, clock.instant()).orElse(NOT_ASKED)
                : NOT_ASKED;
        return asked.compareTo(limits.deadline()) < 0 ? asked : limits.deadline();
    }

    private static boolean mayBeBetterLater(HttpReply reply) {
        return !(reply instanceof HttpReply.Answered answer)
                || answer.status() == TOO_MANY
                || answer.status() / 100 == 5;
    }

    private static boolean wasNotSent(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof UnresolvedAddressException
                    || each instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> headers(HttpResponse<byte[]> answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }
}
