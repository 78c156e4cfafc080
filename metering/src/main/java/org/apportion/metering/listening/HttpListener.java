package org.apportion.metering.listening;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Opens the servers of the JDK with a deadline for requests: without it, a few that never end would keep all threads for ever. */
public final class HttpListener {
    /** How long a request may take to arrive, its handshake and headers included. */
    public static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    /** In seconds; the JDK reads it once, before the first server of a process. */
    private static final String DEADLINE = "sun.net.httpserver.maxReqTime";

    private HttpListener() {}

    /** @param encryption with which it speaks HTTPS and nothing else */
    public static HttpServer open(InetSocketAddress address, Optional<HttpsConfigurator> encryption)
            throws IOException {
        if (System.getProperty(DEADLINE) == null) {
            System.setProperty(DEADLINE, Long.toString(LONGEST_REQUEST.toSeconds()));
        }
        if (encryption.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(encryption.get());
        return server;
    }
}
