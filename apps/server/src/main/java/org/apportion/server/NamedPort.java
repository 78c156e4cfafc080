package org.apportion.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Tells the servlet at which of the server's ports a request arrived. */
final class NamedPort extends ValveBase {
    static final String ATTRIBUTE = "org.apportion.server.port";

    private final Map<Connector, String> names = new ConcurrentHashMap<>();

    NamedPort() {
        super(true);
    }

    void name(Connector connector, String name) {
        names.put(connector, name);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(ATTRIBUTE, names.getOrDefault(request.getConnector(), ""));
        getNext().invoke(request, response);
    }
}
