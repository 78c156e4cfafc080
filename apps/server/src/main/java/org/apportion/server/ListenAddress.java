package org.apportion.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apportion.model.ApportionException;

/**
 * A host and a port to listen at.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 0 takes any
 */
public record ListenAddress(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads {@code 0.0.0.0:9465}, {@code [::1]:9465} or {@code 9465}, which is of 127.0.0.1.
     *
     * @throws ApportionException {@code SERVER_LISTEN_UNREADABLE}
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        String port = text.substring(colon + 1);
        if (host.isBlank() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
            throw new ApportionException(
                    ServerError.SERVER_LISTEN_UNREADABLE,
                    text,
                    "this is no host and port.",
                    "Write it like 0.0.0.0:9465 or 9465.");
        }
        return new ListenAddress(host, Integer.parseInt(port));
    }

    /**
     * Whether only this machine reaches it.
     *
     * @throws ApportionException {@code SERVER_LISTEN_UNREADABLE} if nobody knows the host
     */
    boolean isLocal() {
        return resolved().isLoopbackAddress();
    }

    InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ApportionException(
                    ServerError.SERVER_LISTEN_UNREADABLE,
                    toString(),
                    "the host is not known.",
                    "Write an address of this machine, or 0.0.0.0 for all.",
                    e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
