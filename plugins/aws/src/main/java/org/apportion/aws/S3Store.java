package org.apportion.aws;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * S3 over REST: ListObjectsV2, HeadObject, GetObject, signed by the SDK's signer. The SDK's client is not used: it is ten
 * megabytes for three calls, and hides how an answer broke off.
 */
final class S3Store implements ObjectStore {
    private final S3Settings settings;
    private final HttpCaller caller;
    private final RequestSigner signer;

    S3Store(S3Settings settings, HttpCaller caller, AwsCredentialsProvider credentials, InstantSource clock) {
        this.settings = settings;
        this.caller = caller;
        this.signer = new RequestSigner(
                new RequestSigner.Service("s3", settings.region(), "s3://" + settings.bucket()), credentials, clock);
    }

    @Override
    public String place() {
        return "s3://" + settings.bucket();
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> page) {
        String query = page.map(token -> "continuation-token=" + KeyText.encoded(token) + "&")
                        .orElse("") + "encoding-type=url&list-type=2&prefix=" + KeyText.encoded(prefix);
        HttpReply.Answered answer =
                answered(prefix, caller.repeat(signed("GET", URI.create(bucket() + "?" + query), Map.of())));
        if (!answer.isSuccess()) {
            throw refusal(prefix, answer);
        }
        Xml root = Xml.read(answer.body())
                .filter(xml -> xml.name().equals("ListBucketResult"))
                .orElseThrow(() -> notReadable(prefix));
        List<RemoteObject> objects = new ArrayList<>();
        for (Xml content : root.all("Contents")) {
            objects.add(object(content, prefix));
        }
        boolean more = root.text("IsTruncated").equals("true");
        String next = root.text("NextContinuationToken");
        if (more && next.isEmpty()) {
            throw notReadable(prefix);
        }
        return new ObjectPage(objects, more ? Optional.of(next) : Optional.empty());
    }

    private RemoteObject object(Xml content, String prefix) {
        try {
            return new RemoteObject(
                    URLDecoder.decode(content.text("Key"), StandardCharsets.UTF_8),
                    Long.parseLong(content.text("Size")),
                    content.text("ETag"),
                    "",
                    Instant.parse(content.text("LastModified")));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw notReadable(prefix);
        }
    }

    @Override
    public Optional<RemoteObject> look(String key) {
        HttpReply.Answered answer = answered(key, caller.repeat(signed("HEAD", address(key), Map.of())));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw refusal(key, answer);
        }
        try {
            return Optional.of(new RemoteObject(
                    key,
                    Long.parseLong(answer.header("content-length").orElse("")),
                    answer.header("etag").orElse(""),
                    "",
                    ZonedDateTime.parse(answer.header("last-modified").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw notReadable(key);
        }
    }

    @Override
    public HttpReply read(RemoteObject object, Path file, long offset) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("If-Match", object.version());
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        return caller.save(signed("GET", address(object.key()), headers), file, offset);
    }

    /**
     * The ETag of an object that was written at once and is encrypted by S3's own keys, or not at all. Of others it is another
     * digest (S3 API reference, Object: ETag).
     */
    @Override
    public String md5(RemoteObject object, HttpReply.Answered answer) {
        String etag = object.version().replace("\"", "");
        boolean plain =
                answer.header("x-amz-server-side-encryption").orElse("AES256").equals("AES256")
                        && answer.header("x-amz-server-side-encryption-customer-algorithm")
                                .isEmpty();
        return plain && etag.matches("[0-9a-f]{32}") ? etag : "";
    }

    @Override
    public RuntimeException refusal(String key, HttpReply.Answered answer) {
        Xml error = Xml.read(answer.body()).orElseGet(() -> new Xml("Error", "", List.of()));
        String code = error.text("Code");
        String place = place() + "/" + key;
        String said =
                "the answer has status " + answer.status() + (code.isEmpty() ? "." : " " + Redaction.clean(code) + ".");
        Optional<String> region = answer.header("x-amz-bucket-region").filter(name -> !name.equals(settings.region()));
        if (region.isPresent()) {
            return ObjectError.OBJECT_STORE_UNKNOWN.at(
                    place(),
                    "the bucket is in the region " + Redaction.clean(region.get()) + ".",
                    "Set region: " + Redaction.clean(region.get()) + ".");
        }
        if (code.equals("NoSuchBucket")) {
            return ObjectError.OBJECT_STORE_UNKNOWN.at(
                    place(), "there is no such bucket.", "Correct the setting bucket.");
        }
        String advice = answer.status() == 403 || answer.status() == 401
                ? "Give the credentials s3:ListBucket on the bucket and s3:GetObject on its objects (kms:Decrypt too if they are"
                        + " encrypted with a key of yours), and check that they have not expired."
                : "Check the settings bucket, region, endpoint and path-style.";
        return ObjectError.OBJECT_REFUSED.at(place, said, advice);
    }

    private HttpReply.Answered answered(String key, HttpReply reply) {
        if (reply instanceof HttpReply.Answered answer) {
            return answer;
        }
        String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
        throw ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key,
                "the store was not reached: " + reason,
                "Check the endpoint, the region and the network.");
    }

    private RuntimeException notReadable(String key) {
        return ObjectError.OBJECT_NOT_READ.at(
                place() + "/" + key,
                "the answer is not what S3 promises.",
                "Check that the endpoint speaks S3 and that no proxy answers in its place.");
    }

    private HttpCall signed(String method, URI uri, Map<String, String> headers) {
        return signer.sign(method, uri, headers, "");
    }

    private URI address(String key) {
        return URI.create(bucket() + KeyText.path(key));
    }

    /** The bucket's address with a slash at the end. */
    private String bucket() {
        String domain = settings.region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        String host = "s3." + settings.region() + "." + domain;
        if (settings.pathStyle()) {
            return settings.endpoint().map(URI::toString).orElse("https://" + host) + "/" + settings.bucket() + "/";
        }
        return settings.endpoint()
                        .map(uri -> uri.getScheme() + "://" + settings.bucket() + "." + uri.getRawAuthority())
                        .orElse("https://" + settings.bucket() + "." + host)
                + "/";
    }
}
