package org.apportion.testkit.marketplace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP service on a free port of the loopback address that records what it is asked. Requests are handled one after the other. Safe for
 * use by several threads.
 */
public abstract class FakeHttpService implements AutoCloseable {

    /**
     * A request as it arrived.
     *
     * @param target path with query
     * @param headers by lower-case name, several values joined by a comma
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {

        public String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        /** The value of a query parameter, not decoded; empty if absent. */
        public String query(String name) {
            int start = target.indexOf('?');
            for (String pair :
                    start < 0 ? new String[0] : target.substring(start + 1).split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return pair.substring(name.length() + 1);
                }
            }
            return "";
        }

        public String header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }
    }

    /** An answer. */
    public record Reply(int status, Map<String, String> headers, String body) {

        public static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body);
        }

        public static Reply text(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "text/plain"), body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Request> requests = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object oneAtATime = new Object();

    protected FakeHttpService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fake-service");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Carries a request out. */
    protected abstract Reply answer(Request request);

    /** Whether a fault may hit this request; token and metadata requests are spared. */
    protected abstract boolean isMetering(Request request);

    /** The service's own words for a fault that is an answer. */
    protected abstract Reply refusal(Fault fault);

    /** Where the service listens, without a slash at the end. */
    public final URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets something go wrong with the next metering call that no earlier fault hits. */
    public final void fail(Fault fault) {
        synchronized (oneAtATime) {
            faults.add(fault);
        }
    }

    /** Faults that have not hit a call are forgotten. */
    public final void forgetFaults() {
        synchronized (oneAtATime) {
            faults.clear();
        }
    }

    /** Everything asked so far, in order. */
    public final List<Request> requests() {
        synchronized (oneAtATime) {
            return List.copyOf(requests);
        }
    }

    /** The metering calls so far, in order. */
    public final List<Request> meteringRequests() {
        return requests().stream().filter(this::isMetering).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            Fault fault = null;
            Reply reply = null;
            synchronized (oneAtATime) {
                requests.add(request);
                if (isMetering(request)) {
                    fault = faults.poll();
                }
                if (!(fault instanceof Fault.DropBeforeAccept)) {
                    reply = replyTo(request, fault);
                }
            }
            if (fault instanceof Fault.Slow slow) {
                waitFor(slow.delay());
            }
            if (reply != null) {
                write(exchange, reply);
            }
        }
    }

    private @Nullable Reply replyTo(Request request, @Nullable Fault fault) {
        if (fault == null || fault instanceof Fault.Slow) {
            return answer(request);
        }
        if (fault instanceof Fault.DropReplyAfterAccept) {
            answer(request);
            return null;
        }
        if (fault instanceof Fault.MalformedAnswer) {
            String whole = answer(request).body();
            return Reply.json(200, whole.substring(0, whole.length() / 2));
        }
        if (fault instanceof Fault.InternalErrorAfterAccept) {
            answer(request);
            return refusal(new Fault.InternalError());
        }
        if (fault instanceof Fault.Answer given) {
            return Reply.json(given.status(), given.body());
        }
        return refusal(fault);
    }

    private void waitFor(Duration delay) {
        try {
            closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(headers),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
