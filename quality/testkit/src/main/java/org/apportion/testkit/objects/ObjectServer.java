package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The content and the wire of a fake store. Safe for use by several threads. */
public abstract class ObjectServer implements AutoCloseable {
    private static final Instant FIRST = Instant.parse("2026-11-01T06:00:00Z");

    private final HttpServer server;
    private final ExecutorService threads;
    private final TreeMap<String, StoredObject> objects = new TreeMap<>();
    private final Deque<StoreFault> faults = new ArrayDeque<>();
    private final List<String> reads = new ArrayList<>();
    private final Deque<Integer> listingFaults = new ArrayDeque<>();
    private long generation;

    protected ObjectServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fake-store");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
    }

    /** Answers one request. */
    protected abstract void handle(HttpExchange exchange) throws IOException;

    /** Where the store listens, without a slash at the end. */
    public final URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Writes an object; each write is a version of its own, a minute later than the one before. */
    public final synchronized StoredObject put(String key, String text) {
        generation++;
        StoredObject object = new StoredObject(
                key, text.getBytes(StandardCharsets.UTF_8), generation, FIRST.plusSeconds(60 * generation));
        objects.put(key, object);
        return object;
    }

    public final synchronized void delete(String key) {
        objects.remove(key);
    }

    /** Lets something go wrong with the next read of an object that no earlier fault hits. */
    public final synchronized void fail(StoreFault... next) {
        faults.addAll(List.of(next));
    }

    /** The next listings answer with these statuses. */
    public final synchronized void failListing(Integer... statuses) {
        listingFaults.addAll(List.of(statuses));
    }

    /** Reads so far, as {@code key} or {@code key@offset}, in the order of arrival. */
    public final synchronized List<String> reads() {
        return List.copyOf(reads);
    }

    /** What was to go wrong no longer does. */
    public final synchronized void forgetFaults() {
        faults.clear();
    }

    public final synchronized void forgetReads() {
        reads.clear();
    }

    protected final synchronized int listingFault() {
        Integer status = listingFaults.poll();
        return status == null ? 0 : status;
    }

    protected final synchronized @Nullable StoredObject find(String key) {
        return objects.get(key);
    }

    /** Up to {@code most} objects after a key, in order of key. */
    protected final synchronized List<StoredObject> after(String prefix, String key, int most) {
        return objects.tailMap(key, false).values().stream()
                .filter(object -> object.key().startsWith(prefix))
                .limit(most)
                .toList();
    }

    protected final synchronized @Nullable StoreFault takeFault(String key, long offset) {
        reads.add(offset == 0 ? key : key + "@" + offset);
        StoreFault fault = faults.poll();
        if (fault instanceof StoreFault.ReplacedBefore replaced) {
            put(key, replaced.text());
            return null;
        }
        if (fault instanceof StoreFault.DeletedBefore) {
            delete(key);
            return null;
        }
        return fault;
    }

    /** From {@code bytes=<n>-}; zero without the header. */
    protected static long offset(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Long.parseLong(range.replaceAll("bytes=([0-9]+)-", "$1"));
    }

    /** Sends the content from an offset on, with what a fault does to it. */
    protected static void send(HttpExchange exchange, StoredObject object, long offset, @Nullable StoreFault fault)
            throws IOException {
        int length = object.content().length - (int) offset;
        int from = fault instanceof StoreFault.OtherRange ? 0 : (int) offset;
        byte[] content = Arrays.copyOfRange(object.content(), from, from + length);
        if (fault instanceof StoreFault.Scrambled) {
            Arrays.fill(content, (byte) '?');
        }
        if (offset > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + object.content().length);
        }
        exchange.sendResponseHeaders(offset > 0 ? 206 : 200, content.length == 0 ? -1 : content.length);
        int sent = fault instanceof StoreFault.Cut cut ? Math.min(cut.afterBytes(), content.length) : content.length;
        exchange.getResponseBody().write(content, 0, sent);
        exchange.getResponseBody().flush();
    }

    protected static void answer(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
