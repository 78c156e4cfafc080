package org.apportion.azure;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Redaction;
import org.apportion.http.Xml;
import org.apportion.http.objects.KeyText;
import org.apportion.http.objects.ObjectError;
import org.apportion.http.objects.ObjectPage;
import org.apportion.http.objects.ObjectStore;
import org.apportion.http.objects.RemoteObject;

/**
 * A container of Azure Blob Storage over REST: List Blobs, Get Blob, Get Blob Properties, of service version 2020-10-02, with a bearer
 * token or a shared access signature.
 */
final class BlobStore implements ObjectStore {
    private static final String VERSION = "2020-10-02";

    private final URI container;
    private final Access access;
    private final HttpCaller caller;

    /**
     * How the store is entered.
     *
     * @param bearer value of the header Authorization; empty text for none
     * @param signature query of a shared access signature; empty text for none
     */
    record Access(Supplier<String> bearer, Supplier<String> signature) {}

    /** @param container address without a query */
    BlobStore(URI container, Access access, HttpCaller caller) {
        this.container = container;
        this.access = access;
        this.caller = caller;
    }

    @Override
    public String place() {
        return container.toString();
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> page) {
        String query = "restype=container&comp=list&prefix=" + KeyText.encoded(prefix)
                + page.map(marker -> "&marker=" + KeyText.encoded(marker)).orElse("");
        HttpReply.Answered answer = answered(prefix, caller.repeat(call("GET", "", query, Map.of())));
        if (!answer.isSuccess()) {
            throw refusal(prefix, answer);
        }
        Xml root = Xml.read(answer.body())
                .filter(xml -> xml.name().equals("EnumerationResults"))
                .orElseThrow(() -> notReadable(prefix));
        List<RemoteObject> objects = new ArrayList<>();
        for (Xml blob : root.child("Blobs").all("Blob")) {
            Xml properties = blob.child("Properties");
            if (properties.text("ResourceType").equals("directory")) {
                continue;
            }
            objects.add(object(
                    blob.text("Name"),
                    properties.text("Content-Length"),
                    properties.text("Etag"),
                    properties.text("Content-MD5"),
                    properties.text("Last-Modified")));
        }
        String next = root.text("NextMarker");
        return new ObjectPage(objects, next.isEmpty() ? Optional.empty() : Optional.of(next));
    }

    @Override
    public Optional<RemoteObject> look(String key) {
        HttpReply.Answered answer = answered(key, caller.repeat(call("HEAD", key, "", Map.of())));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw refusal(key, answer);
        }
        return Optional.of(object(
                key,
                answer.header("content-length").orElse(""),
                answer.header("etag").orElse(""),
                answer.header("content-md5").orElse(""),
                answer.header("last-modified").orElse("")));
    }

    /** Listings write the mark of a version without quotes, headers with them. */
    private RemoteObject object(String key, String size, String etag, String md5, String modified) {
        try {
            Instant written = ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return new RemoteObject(key, Long.parseLong(size), etag.replace("\"", ""), KeyText.hex(md5), written);
        } catch (NumberFormatException | DateTimeException e) {
            throw notReadable(key);
        }
    }

    @Override
    public HttpReply read(RemoteObject object, Path file, long offset) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("If-Match", "\"" + object.version() + "\"");
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        return caller.save(call("GET", object.key(), "", headers), file, offset);
    }

    @Override
    public RuntimeException refusal(String key, HttpReply.Answered answer) {
        String code = answer.header("x-ms-error-code").map(Redaction::clean).orElse("");
        if (code.equals("ContainerNotFound")) {
            return ObjectError.OBJECT_STORE_UNKNOWN.at(
                    place(), "there is no such container.", "Correct the settings account and container.");
        }
        boolean refused = answer.status() == 401 || answer.status() == 403;
        return ObjectError.OBJECT_REFUSED.at(
                place() + "/" + key,
                "the answer has status " + answer.status() + (code.isEmpty() ? "." : " " + code + "."),
                refused
                        ? "Give the identity the role Storage Blob Data Reader on the container, or a signature with read"
                                + " and list that has not expired, and check the account's firewall."
                        : "Check the settings account, container and endpoint.");
    }

    private HttpReply.Answered answered(String key, HttpReply reply) {
        if (reply instanceof HttpReply.Answered answer) {
            return answer;
        }
        String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
        throw ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key,
                "the store was not reached: " + reason,
                "Check the setting account or endpoint, and the network.");
    }

    private RuntimeException notReadable(String key) {
        return ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key,
                "the answer is not what Blob Storage promises.",
                "Check the endpoint and that no proxy answers in its place.");
    }

    private HttpCall call(String method, String key, String query, Map<String, String> headers) {
        String signature = access.signature().get();
        String whole = query + (query.isEmpty() || signature.isEmpty() ? "" : "&") + signature;
        String address = container + (key.isEmpty() ? "" : "/" + KeyText.path(key));
        URI uri = HttpCall.address(place(), address + (whole.isEmpty() ? "" : "?" + whole));
        Map<String, String> sent = new LinkedHashMap<>(headers);
        sent.put("x-ms-version", VERSION);
        String bearer = access.bearer().get();
        if (!bearer.isEmpty()) {
            sent.put("Authorization", bearer);
        }
        return new HttpCall(method, uri, sent, "");
    }
}
