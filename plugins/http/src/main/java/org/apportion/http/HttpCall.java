package org.apportion.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request. Its text form leaves out header values and the body, which may hold credentials.
 *
 * @param method upper case
 * @param headers in the order in which they are sent
 * @param body sent as UTF-8; empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {
    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public static HttpCall get(URI uri, Map<String, String> headers) {
        return new HttpCall("GET", uri, headers, "");
    }

    /** A request with a JSON body. */
    public static HttpCall postJson(URI uri, Map<String, String> headers, String json) {
        return new HttpCall("POST", uri, headers, json).with("Content-Type", "application/json");
    }

    /** The same request with one more header, or another value of it. */
    public HttpCall with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpCall(method, uri, more, body);
    }

    /** Method and address without the query, for messages. */
    public String place() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    @Override
    public String toString() {
        return place();
    }
}
