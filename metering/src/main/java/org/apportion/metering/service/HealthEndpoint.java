package org.apportion.metering.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apportion.metering.listening.HttpListener;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;

/**
 * Health and metrics over HTTP: {@code /health} (the process works), {@code /ready} (it meters or waits for the lease),
 * {@code /metrics} (OpenMetrics). Answers GET only, tells nothing secret.
 */
final class HealthEndpoint implements AutoCloseable {
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthEndpoint(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** @param address host and port; port 0 takes any */
    static HealthEndpoint open(
            InetSocketAddress address, BooleanSupplier healthy, BooleanSupplier ready, Supplier<String> metrics) {
        try {
            HttpServer server = HttpListener.open(address, Optional.empty());
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
                Thread thread = new Thread(work, "meter-health");
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            server.createContext("/health", exchange -> state(exchange, healthy));
            server.createContext("/ready", exchange -> state(exchange, ready));
            server.createContext(
                    "/metrics",
                    exchange -> answer(
                            exchange,
                            200,
                            "application/openmetrics-text; version=1.0.0; charset=utf-8",
                            metrics.get()));
            server.start();
            return new HealthEndpoint(server, threads);
        } catch (IOException e) {
            throw new ApportionException(
                    MeterError.METER_PORT_TAKEN,
                    address.toString(),
                    "The port for health and metrics cannot be opened (" + e.getMessage() + ").",
                    "Choose another one with --listen.",
                    e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void state(HttpExchange exchange, BooleanSupplier good) throws IOException {
        boolean ok = good.getAsBoolean();
        answer(exchange, ok ? 200 : 503, "text/plain; charset=utf-8", ok ? "ok\n" : "not ready\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
