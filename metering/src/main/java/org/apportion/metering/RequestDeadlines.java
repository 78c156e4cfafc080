package org.apportion.metering;

/**
 * How long a request that another program sends to this process may take. The JDK's server reads it in the threads that answer, for
 * ever by itself: a few connections that send half a request would keep every other from being answered.
 */
public final class RequestDeadlines {
    private static final String REQUEST = "sun.net.httpserver.maxReqTime";
    private static final String RESPONSE = "sun.net.httpserver.maxRspTime";
    private static final String REQUEST_SECONDS = "30";
    private static final String RESPONSE_SECONDS = "60";

    private RequestDeadlines() {}

    /** Sets them, unless whoever started this process did. The JDK reads them once: call this before any server is made. */
    public static void set() {
        set(REQUEST, REQUEST_SECONDS);
        set(RESPONSE, RESPONSE_SECONDS);
    }

    private static void set(String name, String seconds) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, seconds);
        }
    }
}
