package org.apportion.server;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apportion.model.ApportionException;
import org.apportion.report.MetricsFeed;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContextException;

/**
 * The running server. It listens until it is closed; answers under way are finished first. The feed is the caller's and is closed
 * by it afterwards.
 */
public final class ApportionServer implements AutoCloseable {
    private static final String MAIN = "main";
    private static final String HELPER_METRICS = "helper-metrics";
    private static final String HELPER_STATUS = "helper-status";

    /** Kept, since loggers are forgotten with their level otherwise. What they would tell comes as an error or is no news. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("org.apache"), Logger.getLogger("org.springframework"));

    private final ServletWebServerApplicationContext context;
    private final Map<String, Connector> connectors;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ApportionServer(ServletWebServerApplicationContext context, Map<String, Connector> connectors) {
        this.context = context;
        this.connectors = connectors;
    }

    /**
     * Opens all ports.
     *
     * @param log receives a line for each answer that failed; never a secret
     * @throws ApportionException {@code SERVER_NEEDS_LOGIN}, {@code SERVER_PORT_TAKEN}, {@code SERVER_LISTEN_UNREADABLE}, or what
     *     the source of a secret refuses
     */
    public static ApportionServer start(ServeOptions options, MetricsFeed feed, Consumer<String> log) {
        LIBRARIES.forEach(library -> library.setLevel(Level.OFF));
        Map<String, ListenAddress> ports = new LinkedHashMap<>();
        Map<String, Page> pages = new HashMap<>();
        ports.put(MAIN, options.listen());
        pages.put(MAIN, new MainPages(feed));
        options.helper().ifPresent(helper -> {
            ports.put(HELPER_METRICS, helper.metrics());
            pages.put(HELPER_METRICS, new HourlyMetrics(feed, helper.isNamelessMoving()));
            ports.put(HELPER_STATUS, helper.status());
            pages.put(HELPER_STATUS, new HourlyStatus(feed));
        });
        if (!options.access().isRestricted()) {
            ports.values().forEach(ApportionServer::requireLocal);
        }
        PageServlet servlet = new PageServlet(pages, new Login(options.access()), log, System::nanoTime);
        return open(ports, servlet);
    }

    private static void requireLocal(ListenAddress address) {
        if (!address.isLocal()) {
            throw new ApportionException(
                    ServerError.SERVER_NEEDS_LOGIN,
                    address.toString(),
                    "others than this machine would reach it, and nobody has to log in.",
                    "Set serve.token, or serve.user and serve.password, or listen at 127.0.0.1.");
        }
    }

    private static ApportionServer open(Map<String, ListenAddress> ports, PageServlet servlet) {
        NamedPort named = new NamedPort();
        Map<String, Connector> connectors = new LinkedHashMap<>();
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.setDisableMBeanRegistry(true);
        factory.addEngineValves(named);
        ports.forEach((name, address) -> {
            if (name.equals(MAIN)) {
                factory.setAddress(address.resolved());
                factory.setPort(address.port());
                factory.addConnectorCustomizers(connector -> {
                    prepare(connector);
                    named.name(connector, name);
                    connectors.put(name, connector);
                });
            } else {
                Connector connector = additional(address);
                named.name(connector, name);
                connectors.put(name, connector);
                factory.addAdditionalConnectors(connector);
            }
        });
        ServletWebServerApplicationContext context = new ServletWebServerApplicationContext();
        context.registerBean(TomcatServletWebServerFactory.class, () -> factory);
        ServletRegistrationBean<PageServlet> registration = new ServletRegistrationBean<>(servlet, "/*");
        registration.setName("pages");
        context.registerBean("pages", ServletRegistrationBean.class, () -> registration);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw taken(ports, e);
        }
        return new ApportionServer(context, connectors);
    }

    private static Connector additional(ListenAddress address) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(address.port());
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setAddress(address.resolved());
        }
        prepare(connector);
        return connector;
    }

    /** Prometheus asks for compressed pages. */
    private static void prepare(Connector connector) {
        connector.setXpoweredBy(false);
        connector.setProperty("server", "apportion");
        connector.setProperty("compression", "on");
        connector.setProperty("compressibleMimeType", "text/plain,application/openmetrics-text");
    }

    private static RuntimeException taken(Map<String, ListenAddress> ports, RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!(e instanceof ApplicationContextException)) {
            return e;
        }
        return new ApportionException(
                ServerError.SERVER_PORT_TAKEN,
                String.join(
                        ", ",
                        ports.values().stream().map(ListenAddress::toString).toList()),
                "not all of these can be opened (" + cause.getMessage() + ").",
                "Stop what uses the port, or choose another one under serve.",
                e);
    }

    /** The port of {@code /metrics}. */
    public int port() {
        return context.getWebServer() instanceof TomcatWebServer server ? server.getPort() : -1;
    }

    /** The port of the helper's metrics, if they are told. */
    public Optional<Integer> helperMetricsPort() {
        return Optional.ofNullable(connectors.get(HELPER_METRICS)).map(Connector::getLocalPort);
    }

    /** The port of the helper's status, if it is told. */
    public Optional<Integer> helperStatusPort() {
        return Optional.ofNullable(connectors.get(HELPER_STATUS)).map(Connector::getLocalPort);
    }

    /** Waits until the server is closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Takes no more requests, finishes those under way, ends. */
    @Override
    public void close() {
        context.close();
        closed.countDown();
    }
}
