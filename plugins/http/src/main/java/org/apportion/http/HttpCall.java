package org.apportion.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.model.ApportionException;

/**
 * A request. Its text form leaves out header values and the body, which may hold credentials.
 *
 * @param method upper case
 * @param headers in the order in which they are sent
 * @param body sent as UTF-8; empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {
    private static final int DELETE = 0x7f;
    private static final int LARGEST = 0xfe;

    /** @throws ApportionException {@code HTTP_SETTING_WRONG} if a header's value cannot be sent; the value is not told */
    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        requireSendable(place(method, uri), headers);
    }

    /**
     * Finds values that no header can hold, before something tells them in a message: they are often secrets, copied with a line
     * break.
     *
     * @throws ApportionException {@code HTTP_SETTING_WRONG}
     */
    public static void requireSendable(String place, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == DELETE || c > LARGEST)) {
                throw new ApportionException(
                        HttpError.HTTP_SETTING_WRONG,
                        place,
                        "the header " + name
                                + " cannot be sent: its value holds a line break or a character that headers lack.",
                        "Look at the secret or setting that it is made of: copy it without line breaks and other signs.");
            }
        });
    }

    /**
     * An address that settings and secrets make together.
     *
     * @throws ApportionException {@code HTTP_SETTING_WRONG} if it is none; the text, which may hold a signature, is not told
     */
    public static URI address(String place, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new ApportionException(
                    HttpError.HTTP_SETTING_WRONG,
                    place,
                    "settings and secrets make no address: they hold a blank or another sign that addresses lack.",
                    "Look at them: copy them without line breaks and blanks.");
        }
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
        return place(method, uri);
    }

    private static String place(String method, URI uri) {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    @Override
    public String toString() {
        return place();
    }
}
