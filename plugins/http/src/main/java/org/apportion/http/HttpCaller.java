package org.apportion.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    /** A client has threads of its own, and a process may open thousands of plugins: one per way of connecting serves all. */
    private static final Map<Connecting, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final HttpLimits limits;
    private final Retries retries;
    private final HttpClient client;

    /** @param clock against which a date in {@code Retry-After} is read */
    public HttpCaller(HttpLimits limits, InstantSource clock) {
        this(limits, clock, null, List.of());
    }

    /**
     * @param clock against which a date in {@code Retry-After} is read
     * @param tls as {@link Certificates} makes it; null for the platform's
     */
    public HttpCaller(HttpLimits limits, InstantSource clock, @Nullable SSLContext tls) {
        this(limits, clock, tls, List.of());
    }

    /**
     * For a service that says in headers of its own when its rate limit is over.
     *
     * @param clock against which a date in {@code Retry-After} is read
     * @param tls as {@link Certificates} makes it; null for the platform's
     * @param resetHeaders lower-case names of headers that hold seconds from now; {@code Retry-After} wins over them
     */
    public HttpCaller(HttpLimits limits, InstantSource clock, @Nullable SSLContext tls, List<String> resetHeaders) {
        this.limits = limits;
        this.retries = new Retries(
                limits, clock, resetHeaders, () -> ThreadLocalRandom.current().nextDouble());
        this.client = tls == null
                ? CLIENTS.computeIfAbsent(
                        new Connecting(limits.connectWithin(), limits.proxy()),
                        any -> builder(limits).build())
                : builder(limits).sslContext(tls).build();
    }

    private static HttpClient.Builder builder(HttpLimits limits) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connectWithin());
        return limits.proxy() ? builder : builder.proxy(HttpClient.Builder.NO_PROXY);
    }

    private record Connecting(Duration within, boolean proxy) {}

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
            return failed(cause, asked);
        }
    }

    /**
     * Makes a GET once and writes the body of a success into a file: a part from its offset on, a whole body from the start. The file
     * keeps what arrived before a failure. Other than {@link #exchange} it may take long, but not stand still for the deadline.
     *
     * @param offset from which on the range is asked; the caller sets the header
     * @return the answer with an empty body if it was a success
     * @throws ApportionException {@code HTTP_FILE_UNWRITABLE}
     */
    public HttpReply save(HttpCall call, Path file, long offset) {
        Evidence asked = Digests.ofRequest(call.body());
        AtomicLong received = new AtomicLong();
        CompletableFuture<HttpResponse<byte[]>> future =
                client.sendAsync(request(call), answer -> body(answer, file, offset, received));
        try {
            HttpResponse<byte[]> answer = awaitWhileItMoves(future, received);
            return new HttpReply.Answered(
                    answer.statusCode(),
                    headers(answer),
                    new String(answer.body(), StandardCharsets.UTF_8),
                    new Evidence(asked.requestDigest(), ""));
        } catch (TimeoutException e) {
            future.cancel(true);
            return new HttpReply.Lost("nothing arrived for " + limits.deadline() + ".", asked);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return new HttpReply.Lost("interrupted while waiting for the answer.", asked);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            for (Throwable each = cause; each != null; each = each.getCause()) {
                if (each instanceof SavedBody.UnwritableFile || each instanceof UncheckedIOException) {
                    throw new ApportionException(
                            HttpError.HTTP_FILE_UNWRITABLE,
                            file.toString(),
                            "the file cannot be written.",
                            "Check the permissions of the folder and that the disk has space.",
                            each);
                }
            }
            return failed(cause, asked);
        }
    }

    private HttpResponse<byte[]> awaitWhileItMoves(CompletableFuture<HttpResponse<byte[]>> future, AtomicLong received)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            long before = received.get();
            try {
                return future.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (received.get() == before) {
                    throw e;
                }
            }
        }
    }

    private HttpResponse.BodySubscriber<byte[]> body(
            HttpResponse.ResponseInfo answer, Path file, long offset, AtomicLong received) {
        if (answer.statusCode() != OK && answer.statusCode() != PARTIAL) {
            return new BoundedBody(limits.answerBytes());
        }
        if (answer.statusCode() == PARTIAL && !startsAt(answer, offset)) {
            throw new IllegalStateException("the answer holds another range than was asked for.");
        }
        try {
            return new SavedBody(file, answer.statusCode() == PARTIAL ? offset : 0, received);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsAt(HttpResponse.ResponseInfo answer, long offset) {
        return answer.headers()
                .firstValue("content-range")
                .map(range -> range.startsWith("bytes " + offset + "-"))
                .orElse(false);
    }

    /**
     * Makes a call that changes nothing at the other side, again after a pause if it was not reached, did not answer, was
     * busy or failed. The last outcome counts.
     */
    public HttpReply repeat(HttpCall call) {
        return repeat(call, pause -> {});
    }

    /**
     * The same, for calls that people wait for.
     *
     * @param waits is told each pause of two seconds and more when it begins: what is waited for, why and until when
     */
    public HttpReply repeat(HttpCall call, Consumer<String> waits) {
        return retries.repeat(call.place(), () -> exchange(call), waits);
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

    private static HttpReply failed(Throwable failure, Evidence asked) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return new HttpReply.NotSent("the host's name is not known.", asked);
            }
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof HttpConnectTimeoutException) {
                return new HttpReply.NotSent("the host does not answer.", asked);
            } else if (each instanceof ConnectException) {
                return new HttpReply.NotSent("the host refuses the connection.", asked);
            } else if (each instanceof SSLHandshakeException) {
                return new HttpReply.NotSent(sentence(failure), asked);
            }
        }
        return new HttpReply.Lost(sentence(failure), asked);
    }

    private static String sentence(Throwable failure) {
        String text = Redaction.clean(failure);
        return text.endsWith(".") ? text : text + ".";
    }

    private static Map<String, String> headers(HttpResponse<byte[]> answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }
}
