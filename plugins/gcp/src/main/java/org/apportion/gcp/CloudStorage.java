package org.apportion.gcp;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.objects.KeyText;
import org.apportion.http.objects.ObjectError;
import org.apportion.http.objects.ObjectPage;
import org.apportion.http.objects.ObjectStore;
import org.apportion.http.objects.RemoteObject;
import tools.jackson.databind.JsonNode;

/**
 * A bucket of Google Cloud Storage over its JSON API: objects.list and objects.get. A version is a generation; one that was replaced
 * is not found. Objects kept as gzip come as gzip.
 */
final class CloudStorage implements ObjectStore {
    private static final String FIELDS = "name,size,generation,md5Hash,updated";

    private final URI endpoint;
    private final String bucket;
    private final Supplier<String> bearer;
    private final HttpCaller caller;

    /** @param bearer value of the header Authorization */
    CloudStorage(URI endpoint, String bucket, Supplier<String> bearer, HttpCaller caller) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.bearer = bearer;
        this.caller = caller;
    }

    @Override
    public String place() {
        return "gs://" + bucket;
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> page) {
        String query = "?prefix=" + KeyText.encoded(prefix) + "&fields="
                + KeyText.encoded("nextPageToken,items(" + FIELDS + ")")
                + page.map(token -> "&pageToken=" + KeyText.encoded(token)).orElse("");
        HttpReply.Answered answer = answered(prefix, caller.repeat(call(query, Map.of())));
        if (!answer.isSuccess()) {
            throw refusal(prefix, answer);
        }
        JsonNode root = Json.read(answer.body()).filter(JsonNode::isObject).orElseThrow(() -> notReadable(prefix));
        List<RemoteObject> objects = new ArrayList<>();
        root.path("items").forEach(item -> objects.add(object(item, prefix)));
        String next = Json.text(root, "nextPageToken");
        return new ObjectPage(objects, next.isEmpty() ? Optional.empty() : Optional.of(next));
    }

    @Override
    public Optional<RemoteObject> look(String key) {
        HttpReply.Answered answer = answered(
                key, caller.repeat(call("/" + KeyText.encoded(key) + "?fields=" + KeyText.encoded(FIELDS), Map.of())));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw refusal(key, answer);
        }
        return Optional.of(
                object(Json.read(answer.body()).filter(JsonNode::isObject).orElseThrow(() -> notReadable(key)), key));
    }

    private RemoteObject object(JsonNode item, String place) {
        try {
            return new RemoteObject(
                    Json.text(item, "name"),
                    Long.parseLong(Json.text(item, "size")),
                    Json.text(item, "generation"),
                    KeyText.hex(Json.text(item, "md5Hash")),
                    OffsetDateTime.parse(Json.text(item, "updated")).toInstant());
        } catch (NumberFormatException | DateTimeException e) {
            throw notReadable(place);
        }
    }

    @Override
    public HttpReply read(RemoteObject object, Path file, long offset) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept-Encoding", "gzip");
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        String target = "/" + KeyText.encoded(object.key()) + "?alt=media&generation=" + object.version();
        return caller.save(call(target, headers), file, offset);
    }

    @Override
    public RuntimeException refusal(String key, HttpReply.Answered answer) {
        String reason = Json.read(answer.body())
                .map(root -> Json.text(root.path("error").path("errors").path(0), "reason"))
                .map(Redaction::clean)
                .orElse("");
        if (answer.status() == 404) {
            return ObjectError.OBJECT_STORE_UNKNOWN.at(
                    place(), "there is no such bucket.", "Correct the setting bucket.");
        }
        boolean refused = answer.status() == 401 || answer.status() == 403;
        return ObjectError.OBJECT_REFUSED.at(
                place() + "/" + key,
                "the answer has status " + answer.status() + (reason.isEmpty() ? "." : " " + reason + "."),
                refused
                        ? "Give the service account the role roles/storage.objectViewer on the bucket."
                        : "Check the settings bucket and endpoint.");
    }

    private HttpReply.Answered answered(String key, HttpReply reply) {
        if (reply instanceof HttpReply.Answered answer) {
            return answer;
        }
        String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
        throw ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key, "the store was not reached: " + reason, "Check the endpoint and the network.");
    }

    private RuntimeException notReadable(String key) {
        return ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key,
                "the answer is not what Cloud Storage promises.",
                "Check the endpoint and that no proxy answers in its place.");
    }

    private HttpCall call(String target, Map<String, String> headers) {
        Map<String, String> sent = new LinkedHashMap<>(headers);
        sent.put("Authorization", bearer.get());
        return HttpCall.get(URI.create(endpoint + "/storage/v1/b/" + KeyText.encoded(bucket) + "/o" + target), sent);
    }
}
