package org.apportion.upload;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apportion.http.Certificates;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadProvider;
import org.apportion.spi.upload.UploadSettings;
import org.jspecify.annotations.Nullable;

/** The upload {@code https}. */
public final class HttpsUploadProvider implements UploadProvider {
    private static final List<String> SETTINGS = List.of(
            "url",
            "method",
            "body",
            "form-field",
            "content-type",
            "key-header",
            "already-status",
            "user",
            "ca-file",
            "client-certificate",
            "deadline",
            "header.",
            "field.");
    private static final List<String> SECRETS = List.of("password", "token", "client-key", "header.");
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    @Override
    public String name() {
        return "https";
    }

    @Override
    public Upload open(UploadSettings given) {
        Settings settings = new Settings(given).requireKnown(SETTINGS, SECRETS);
        URI example = address(settings, settings.required("url").replaceAll("\\{[a-z]+}", "x"));
        if (!"https".equals(example.getScheme())
                && !("http".equals(example.getScheme()) && LOOPBACK.contains(example.getHost()))) {
            throw settings.wrong("url", "is not an https address", "Write https://…; http goes to this machine only.");
        }
        if (settings.secret("password").isPresent() && settings.secret("token").isPresent()) {
            throw settings.wrong("token", "and password exclude each other", "Keep one of the secrets.");
        }
        if (settings.secret("password").isPresent() != settings.text("user").isPresent()) {
            throw settings.wrong("user", "and the secret password go together", "Write both or neither.");
        }
        return new HttpsUpload(settings, tls(settings));
    }

    static URI address(Settings settings, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw settings.wrong("url", "is not an address", "Write it as https://host/path.");
        }
        throw settings.wrong("url", "has no host, or holds a login", "Write the login as user and secrets.");
    }

    private static @Nullable SSLContext tls(Settings settings) {
        Optional<String> authorities = settings.text("ca-file").map(path -> read(settings, "ca-file", path));
        Optional<String> certificate =
                settings.text("client-certificate").map(path -> read(settings, "client-certificate", path));
        Optional<Secret> key = settings.secret("client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw settings.wrong(
                    "client-certificate", "and the secret client-key go together", "Write both or neither.");
        }
        return authorities.isEmpty() && certificate.isEmpty()
                ? null
                : Certificates.context(
                        settings.upload().id(),
                        authorities,
                        certificate.map(chain -> new Certificates.Own(chain, key.orElseThrow())));
    }

    private static String read(Settings settings, String name, String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw settings.wrong(name, "names a file that cannot be read", "Look at the path and its permissions.");
        }
    }
}
