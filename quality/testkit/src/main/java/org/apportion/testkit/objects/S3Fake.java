package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bucket of S3 in path style, and {@code AssumeRole} of the token service. Strict: every request's Signature Version 4 is
 * calculated again, a read must name the version it wants, a listing is paged. Sources: Amazon S3 API Reference (ListObjectsV2,
 * GetObject, HeadObject, Error Responses), AWS STS API Reference.
 */
public final class S3Fake extends ObjectServer {
    /** The long-lived key that may read, and assume the role. */
    public static final String KEY_ID = "AKIDEXAMPLE";

    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    /** The role that may be assumed, with the external id {@code outside}. */
    public static final String ROLE = "arn:aws:iam::000000000042:role/bills";

    static final String ROLE_KEY_ID = "ASIDEXAMPLE";
    static final String ROLE_SECRET = "roleSecret";
    static final String ROLE_TOKEN = "role-token";

    private final String bucket;
    private final String region;
    private final int pageSize;
    private final AtomicInteger listings = new AtomicInteger();
    private volatile boolean denied;
    private volatile boolean onlyTheRole;
    private volatile boolean endless;
    private volatile boolean atOnce;
    private volatile boolean keyed;

    public S3Fake(String bucket, String region, int pageSize) {
        this.bucket = bucket;
        this.region = region;
        this.pageSize = pageSize;
    }

    /** From now on every request is refused as by a policy. */
    public void deny() {
        denied = true;
    }

    /** From now on objects were written at once: their ETag is the MD5 of the content. */
    public void writtenAtOnce() {
        atOnce = true;
    }

    /** From now on objects are encrypted with a key of the user's, so that no ETag is an MD5. */
    public void encryptedWithAKey() {
        keyed = true;
    }

    private String etag(StoredObject object) {
        String md5 = HexFormat.of().formatHex(object.md5());
        if (keyed) {
            return "\"" + new StringBuilder(md5).reverse() + "\"";
        }
        return atOnce ? "\"" + md5 + "\"" : object.etag();
    }

    /** From now on only the assumed role may list and read. */
    public void onlyTheRole() {
        onlyTheRole = true;
    }

    /** From now on a listing's last page leads to the first one. */
    public void endless() {
        endless = true;
    }

    /** Pages of listings that were asked for. */
    public int listings() {
        return listings.get();
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String service = exchange.getRequestMethod().equals("POST") ? "sts" : "s3";
        Map<String, String> headers = headers(exchange);
        boolean role = header(headers, "authorization").contains("Credential=" + ROLE_KEY_ID + "/");
        String problem = SignatureCheck.problem(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                body,
                new SignatureCheck.Scope(region, service, role ? ROLE_KEY_ID : KEY_ID, role ? ROLE_SECRET : SECRET));
        if (!problem.isEmpty()) {
            error(exchange, 403, "SignatureDoesNotMatch", problem);
        } else if (service.equals("sts")) {
            assumeRole(exchange, new String(body, StandardCharsets.UTF_8));
        } else if (denied
                || (onlyTheRole && !role)
                || (role && !ROLE_TOKEN.equals(headers.get("x-amz-security-token")))) {
            error(exchange, 403, "AccessDenied", "Access Denied");
        } else if (!path.equals("/" + bucket) && !path.startsWith("/" + bucket + "/")) {
            error(exchange, 404, "NoSuchBucket", "The specified bucket does not exist");
        } else if (path.length() <= bucket.length() + 2) {
            list(exchange);
        } else {
            object(exchange, Query.path(path.substring(bucket.length() + 2)));
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        listings.incrementAndGet();
        int fault = listingFault();
        if (fault != 0) {
            error(exchange, fault, "SlowDown", "Please reduce your request rate.");
            return;
        }
        Map<String, String> query = Query.of(exchange);
        if (!"2".equals(query.get("list-type")) || !"url".equals(query.get("encoding-type"))) {
            error(exchange, 400, "InvalidArgument", "this store lists with version 2 and encoded keys");
            return;
        }
        String prefix = query.getOrDefault("prefix", "");
        String token = query.getOrDefault("continuation-token", "");
        List<StoredObject> found = after(prefix, token.equals("again") ? "" : token, pageSize + 1);
        boolean more = found.size() > pageSize;
        List<StoredObject> page = more ? found.subList(0, pageSize) : found;
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\""
                + "http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + bucket + "</Name><IsTruncated>"
                + (more || endless)
                + "</IsTruncated>");
        for (StoredObject object : page) {
            xml.append("<Contents><Key>")
                    .append(URLEncoder.encode(object.key(), StandardCharsets.UTF_8))
                    .append("</Key><LastModified>")
                    .append(object.modified())
                    .append("</LastModified><ETag>")
                    .append(etag(object).replace("\"", "&quot;"))
                    .append("</ETag><Size>")
                    .append(object.content().length)
                    .append("</Size></Contents>");
        }
        if (more || endless) {
            xml.append("<NextContinuationToken>")
                    .append(more ? page.get(pageSize - 1).key().replace("&", "&amp;") : "again")
                    .append("</NextContinuationToken>");
        }
        answer(exchange, 200, Map.of("Content-Type", "application/xml"), xml + "</ListBucketResult>");
    }

    private void object(HttpExchange exchange, String key) throws IOException {
        boolean look = exchange.getRequestMethod().equals("HEAD");
        long offset = offset(exchange);
        StoreFault fault = look ? null : takeFault(key, offset);
        if (fault instanceof StoreFault.Drop) {
            return;
        }
        if (fault instanceof StoreFault.Status given) {
            error(exchange, given.status(), given.status() == 503 ? "SlowDown" : "InternalError", "fault");
            return;
        }
        StoredObject object = find(key);
        if (object == null) {
            error(exchange, 404, "NoSuchKey", "The specified key does not exist.");
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag(object));
        exchange.getResponseHeaders().set("x-amz-server-side-encryption", keyed ? "aws:kms" : "AES256");
        exchange.getResponseHeaders()
                .set(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                object.modified().atOffset(ZoneOffset.UTC)));
        if (look) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.content().length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted == null) {
            error(exchange, 400, "InvalidRequest", "this store wants to know which version is meant");
        } else if (!wanted.equals(etag(object))) {
            error(exchange, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        } else if (offset > 0 && offset >= object.content().length) {
            error(exchange, 416, "InvalidRange", "The requested range is not satisfiable");
        } else {
            send(exchange, object, offset, fault);
        }
    }

    private static void assumeRole(HttpExchange exchange, String form) throws IOException {
        Map<String, String> asked = Query.of(form);
        if (!"AssumeRole".equals(asked.get("Action"))
                || !ROLE.equals(asked.get("RoleArn"))
                || !"outside".equals(asked.get("ExternalId"))) {
            answer(
                    exchange,
                    403,
                    Map.of("Content-Type", "text/xml"),
                    "<ErrorResponse><Error><Type>Sender</Type><Code>"
                            + "AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>");
            return;
        }
        answer(
                exchange,
                200,
                Map.of("Content-Type", "text/xml"),
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/"
                        + "2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>" + ROLE_KEY_ID
                        + "</AccessKeyId><SecretAccessKey>"
                        + ROLE_SECRET + "</SecretAccessKey><SessionToken>" + ROLE_TOKEN + "</SessionToken><Expiration>"
                        + "2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/xml"));
        if (status == 503) {
            headers.put("Retry-After", "0");
        }
        answer(
                exchange,
                status,
                headers,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                        + message.replace("&", "&amp;").replace("<", "&lt;")
                        + "</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>");
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return headers;
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.getOrDefault(name, "");
    }
}
