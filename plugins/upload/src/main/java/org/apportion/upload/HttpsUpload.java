package org.apportion.upload;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apportion.http.HttpCall;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadFile;
import org.apportion.upload.Encoding.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file in one request, as its body or as a form. Redirects are not followed: credentials belong to the address that was
 * configured. Nothing is repeated here; each attempt carries the same key, by which a receiver knows it.
 */
final class HttpsUpload implements Upload {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final Settings settings;
    private final Encoding encoding;
    private final HttpClient client;

    HttpsUpload(Settings settings, @Nullable SSLContext tls) {
        this.settings = settings;
        this.encoding = Encoding.of(settings);
        settings.word("method", "POST", "PUT");
        settings.word("body", "raw", "form");
        settings.deadline();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    @Override
    public String target(UploadFile file) {
        URI uri = address(file);
        return settings.word("method", "POST", "PUT") + " " + uri.getScheme() + "://" + uri.getRawAuthority()
                + uri.getRawPath();
    }

    private URI address(UploadFile file) {
        return HttpsUploadProvider.address(settings, file.fill(settings.required("url")));
    }

    @Override
    public String send(UploadFile file) {
        try (Encoded encoded = encoding.encode(file.path())) {
            HttpRequest request = request(file, encoded.path());
            return answered(file, answer(request).statusCode());
        } catch (FileNotFoundException e) {
            throw new ApportionException(
                    UploadError.UPLOAD_NOT_ENCODED,
                    file.path().toString(),
                    "the file cannot be read.",
                    "Run the month again, which writes it.",
                    e);
        } catch (IOException e) {
            throw failed(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(file, new IOException("interrupted", e));
        }
    }

    /** Waits for the whole answer, not for its head alone: who sends it slowly holds neither the run nor the lease. */
    private HttpResponse<Void> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no complete answer within " + settings.deadline());
        }
    }

    private HttpRequest request(UploadFile file, Path path) throws FileNotFoundException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(file)).timeout(settings.deadline());
        Map<String, String> headers = headers(file);
        HttpCall.requireSendable(settings.upload().id(), headers);
        headers.forEach(request::setHeader);
        return request.method(settings.word("method", "POST", "PUT"), body(file, path, request))
                .build();
    }

    private Map<String, String> headers(UploadFile file) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "apportion");
        headers.put(settings.text("key-header").orElse("Idempotency-Key"), file.key());
        settings.under("header.").forEach((name, value) -> headers.put(name, file.fill(value)));
        settings.secretsUnder("header.").forEach((name, secret) -> headers.put(name, secret.reveal()));
        settings.secret("token")
                .map(Secret::reveal)
                .ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        settings.secret("password")
                .map(password -> settings.required("user") + ":" + password.reveal())
                .map(login -> Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(login -> headers.put("Authorization", "Basic " + login));
        return headers;
    }

    private BodyPublisher body(UploadFile file, Path path, HttpRequest.Builder request) throws FileNotFoundException {
        String type = settings.text("content-type").orElseGet(() -> contentType(file));
        BodyPublisher content = BodyPublishers.ofFile(path);
        if (settings.word("body", "raw", "form").equals("raw")) {
            request.setHeader("Content-Type", type);
            if (encoding.gzip()) {
                request.setHeader("Content-Encoding", "gzip");
            }
            return content;
        }
        String boundary = "apportion-" + file.key();
        request.setHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
        StringBuilder head = new StringBuilder();
        settings.under("field.")
                .forEach((name, value) -> head.append(part(boundary, name, "", ""))
                        .append(file.fill(value))
                        .append("\r\n"));
        String name = file.path().getFileName() + (encoding.gzip() ? ".gz" : "");
        head.append(part(
                boundary,
                settings.text("form-field").orElse("file"),
                "; filename=\"" + quoted(name) + "\"",
                "Content-Type: " + (encoding.gzip() ? "application/gzip" : type) + "\r\n"));
        return BodyPublishers.concat(
                BodyPublishers.ofString(head.toString()),
                content,
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    private static String part(String boundary, String name, String more, String header) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"" + more + "\r\n"
                + header + "\r\n";
    }

    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private String contentType(UploadFile file) {
        String charset =
                "; charset=" + encoding.to().orElse(encoding.from()).name().toLowerCase(Locale.ROOT);
        String name = file.path().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv")
                ? "text/csv" + charset
                : name.endsWith(".json") ? "application/json" : "application/octet-stream";
    }

    private String answered(UploadFile file, int status) {
        Optional<String> already = settings.text("already-status");
        if (status / 100 == 2 || already.equals(Optional.of(Integer.toString(status)))) {
            return Integer.toString(status);
        }
        boolean login = status == UNAUTHORIZED || status == FORBIDDEN;
        throw new ApportionException(
                login ? UploadError.UPLOAD_LOGIN_REFUSED : UploadError.UPLOAD_REFUSED,
                settings.upload().id(),
                target(file) + " answered with status " + status + ".",
                login
                        ? "Look at user and secrets of the upload and at the rights of that account; then publish again."
                        : "Look into the log of the other side; then publish again.");
    }

    private ApportionException failed(UploadFile file, IOException cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLHandshakeException) {
                return failure(
                        UploadError.UPLOAD_HOST_UNKNOWN,
                        file,
                        "proves no identity that is trusted",
                        "Set ca-file to the authority of its certificate, or client-certificate if it wants ours.",
                        cause);
            }
            if (each instanceof ConnectException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof UnresolvedAddressException) {
                return failure(
                        UploadError.UPLOAD_NOT_REACHED,
                        file,
                        "cannot be reached; nothing was sent",
                        "Look at the address and the network; then publish again.",
                        cause);
            }
        }
        boolean tls = cause instanceof SSLException;
        return failure(
                UploadError.UPLOAD_ANSWER_LOST,
                file,
                tls ? "broke off the secured connection" : "gave no complete answer; the file may have arrived",
                "Publish again: the file is sent with the same key, so that the other side can tell.",
                cause);
    }

    private ApportionException failure(
            UploadError code, UploadFile file, String problem, String nextStep, IOException cause) {
        return new ApportionException(
                code, settings.upload().id(), target(file) + " " + problem + ".", nextStep, cause);
    }

    @Override
    public void close() {
        // The client ends with its last request.
    }
}
