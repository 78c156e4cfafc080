package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of Azure Blob Storage. Strict: each request states its version and has a signature, a listing is paged, a read names the
 * version it wants, in quotes. Sources: Azure Storage REST API (List Blobs, Get Blob, Get Blob Properties, Blob service error codes).
 */
public final class AzureBlobFake extends ObjectServer {
    /** A shared access signature that may read and list. */
    public static final String SIGNATURE = "sv=2020-10-02&sr=c&sp=rl&sig=abc%2Bdef%3D";

    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final String container;
    private final int pageSize;

    public AzureBlobFake(String container, int pageSize) {
        this.container = container;
        this.pageSize = pageSize;
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        Map<String, String> query = Query.of(exchange);
        String path = exchange.getRequestURI().getRawPath();
        if (!"abc+def=".equals(query.get("sig")) || !"rl".equals(query.get("sp"))) {
            error(exchange, 403, "AuthenticationFailed");
        } else if (!"2020-10-02".equals(exchange.getRequestHeaders().getFirst("x-ms-version"))) {
            error(exchange, 400, "MissingRequiredHeader");
        } else if (!path.equals("/" + container) && !path.startsWith("/" + container + "/")) {
            error(exchange, 404, "ContainerNotFound");
        } else if (path.equals("/" + container)) {
            list(exchange, query);
        } else {
            blob(exchange, Query.path(path.substring(container.length() + 2)));
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        int fault = listingFault();
        if (fault != 0) {
            error(exchange, fault, "ServerBusy");
            return;
        }
        if (!"container".equals(query.get("restype")) || !"list".equals(query.get("comp"))) {
            error(exchange, 400, "InvalidQueryParameterValue");
            return;
        }
        String marker = query.getOrDefault("marker", "").replaceFirst("^2!", "");
        List<StoredObject> found = after(query.getOrDefault("prefix", ""), marker, pageSize + 1);
        boolean more = found.size() > pageSize;
        List<StoredObject> page = more ? found.subList(0, pageSize) : found;
        StringBuilder xml = new StringBuilder(
                "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"" + uri()
                        + "/\" ContainerName=\"" + container + "\"><Blobs>");
        for (StoredObject object : page) {
            xml.append("<Blob><Name>")
                    .append(object.key().replace("&", "&amp;"))
                    .append("</Name><Properties><Last-Modified>")
                    .append(TIME.format(object.modified()))
                    .append("</Last-Modified><Etag>")
                    .append(mark(object))
                    .append("</Etag><Content-Length>")
                    .append(object.content().length)
                    .append("</Content-Length><Content-MD5>")
                    .append(Base64.getEncoder().encodeToString(object.md5()))
                    .append("</Content-MD5>")
                    .append(isFolder(object) ? "<ResourceType>directory</ResourceType>" : "")
                    .append("</Properties></Blob>");
        }
        xml.append("</Blobs><NextMarker>")
                .append(more ? "2!" + page.get(pageSize - 1).key().replace("&", "&amp;") : "")
                .append("</NextMarker></EnumerationResults>");
        answer(exchange, 200, Map.of("Content-Type", "application/xml"), xml.toString());
    }

    /** Accounts with a hierarchical namespace list folders, by names without an ending here. */
    private static boolean isFolder(StoredObject object) {
        return object.content().length == 0 && !object.key().contains(".");
    }

    private void blob(HttpExchange exchange, String key) throws IOException {
        boolean look = exchange.getRequestMethod().equals("HEAD");
        long offset = offset(exchange);
        StoreFault fault = look ? null : takeFault(key, offset);
        if (fault instanceof StoreFault.Drop) {
            return;
        }
        if (fault instanceof StoreFault.Status given) {
            error(exchange, given.status(), "ServerBusy");
            return;
        }
        StoredObject object = find(key);
        if (object == null) {
            error(exchange, 404, "BlobNotFound");
            return;
        }
        Map<String, String> headers = new HashMap<>(Map.of(
                "ETag", "\"" + mark(object) + "\"",
                "Last-Modified", TIME.format(object.modified()),
                "Content-MD5", Base64.getEncoder().encodeToString(object.md5())));
        if (look) {
            headers.put("Content-Length", String.valueOf(object.content().length));
            answer(exchange, 200, headers, "");
        } else if (!("\"" + mark(object) + "\"")
                .equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
            error(exchange, 412, "ConditionNotMet");
        } else {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, object, offset, fault);
        }
    }

    private static String mark(StoredObject object) {
        return "0x8D" + object.generation();
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        answer(
                exchange,
                status,
                Map.of("x-ms-error-code", code, "Content-Type", "application/xml"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                        + "</Code><Message>refused</Message></Error>");
    }
}
