package org.apportion.metering.cloudevents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apportion.metering.listening.HttpListener;
import org.jspecify.annotations.Nullable;

/** The addresses at which events are received, each with a route per product and customer. Safe for use by several threads. */
final class EventListeners {
    private static final int THREADS = 4;
    private final Map<InetSocketAddress, Listener> listeners = new HashMap<>();

    /** @param deadlines ends requests that do not arrive; apart from the threads that wait for them */
    private record Listener(
            HttpServer server,
            ExecutorService threads,
            ScheduledExecutorService deadlines,
            Optional<Path> keystore,
            Map<String, EventReceiver> routes) {}

    /**
     * Receives at an address and path, until the result is run.
     *
     * @throws org.apportion.model.ApportionException {@code METER_EVENTS_ADDRESS}
     */
    synchronized Runnable add(InetSocketAddress address, Optional<EventTls> tls, String route, EventReceiver receiver) {
        Listener listener = listeners.get(address);
        if (listener == null) {
            listener = open(address, tls);
            listeners.put(address, listener);
        }
        if (!listener.keystore().equals(tls.map(EventTls::keystore))) {
            throw CloudEventError.METER_EVENTS_ADDRESS.at(
                    address.toString(),
                    "events of another product or customer arrive there with another certificate, or with none.",
                    "Write the same keystore for all, or give each an address of its own.");
        }
        if (listener.routes().putIfAbsent(route, receiver) != null) {
            throw CloudEventError.METER_EVENTS_ADDRESS.at(
                    address + route,
                    "events of another product or customer arrive there.",
                    "Give each a route of its own, such as route: /events/{customer}.");
        }
        return () -> remove(address, route, receiver);
    }

    private synchronized void remove(InetSocketAddress address, String route, EventReceiver receiver) {
        Listener listener = listeners.get(address);
        if (listener != null
                && listener.routes().remove(route, receiver)
                && listener.routes().isEmpty()) {
            listeners.remove(address);
            listener.server().stop(0);
            listener.threads().shutdownNow();
            listener.deadlines().shutdownNow();
        }
    }

    private synchronized @Nullable EventReceiver at(InetSocketAddress address, String route) {
        Listener listener = listeners.get(address);
        return listener == null ? null : listener.routes().get(route);
    }

    private Listener open(InetSocketAddress address, Optional<EventTls> tls) {
        try {
            HttpServer server = HttpListener.open(address, tls.map(each -> encryption(each.context())));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, EventListeners::thread);
            ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(EventListeners::thread);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, address, deadlines));
            server.start();
            return new Listener(server, threads, deadlines, tls.map(EventTls::keystore), new HashMap<>());
        } catch (IOException e) {
            throw CloudEventError.METER_EVENTS_ADDRESS.at(
                    address.toString(),
                    "nobody can listen there (" + e.getMessage() + ").",
                    "Choose another address in listen.");
        }
    }

    private static HttpsConfigurator encryption(SSLContext context) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(EventTls.parameters(getSSLContext()));
            }
        };
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "meter-events");
        thread.setDaemon(true);
        return thread;
    }

    private void answer(HttpExchange exchange, InetSocketAddress address, ScheduledExecutorService deadlines)
            throws IOException {
        ScheduledFuture<?> deadline =
                deadlines.schedule(exchange::close, HttpListener.LONGEST_REQUEST.toSeconds(), TimeUnit.SECONDS);
        try (exchange) {
            EventReceiver receiver = at(address, exchange.getRequestURI().getPath());
            EventReceiver.Answer answer = receiver == null
                    ? new EventReceiver.Answer(404, "No product receives events here.")
                    : receiver.answer(exchange);
            byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            if (text.length > 0) {
                exchange.getResponseBody().write(text);
            }
        } finally {
            deadline.cancel(false);
        }
    }
}
