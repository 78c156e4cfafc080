package org.apportion.metering.local;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** The proxies that the process names at the time of a call; a client by itself keeps those of the time when it was built. */
final class CurrentProxies extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
        ProxySelector current = ProxySelector.getDefault();
        return current == null ? List.of(Proxy.NO_PROXY) : current.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector current = ProxySelector.getDefault();
        if (current != null) {
            current.connectFailed(uri, address, failure);
        }
    }
}
