package org.apportion.upload;

import java.util.List;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadProvider;
import org.apportion.spi.upload.UploadSettings;

/** The upload {@code sftp}. */
public final class SftpUploadProvider implements UploadProvider {
    static final int PORT = 22;
    private static final int MOST_PORT = 65_535;
    private static final List<String> SETTINGS =
            List.of("host", "port", "user", "path", "host-fingerprint", "deadline");
    private static final List<String> SECRETS = List.of("password", "private-key", "passphrase");

    @Override
    public String name() {
        return "sftp";
    }

    @Override
    public Upload open(UploadSettings given) {
        Settings settings = new Settings(given).requireKnown(SETTINGS, SECRETS);
        settings.required("host");
        settings.required("user");
        settings.required("path");
        settings.number("port", PORT, MOST_PORT);
        settings.deadline();
        if (!settings.required("host-fingerprint").matches("SHA256:[A-Za-z0-9+/]{43}=?")) {
            throw settings.wrong(
                    "host-fingerprint",
                    "is no fingerprint",
                    "Write what 'ssh-keygen -lf' shows of the server's key, such as SHA256: and 43 characters.");
        }
        if (settings.secret("password").isPresent()
                == settings.secret("private-key").isPresent()) {
            throw settings.wrong("private-key", "or password is needed, and not both", "Write one of the two secrets.");
        }
        return new SftpUpload(settings, settings.number("port", PORT, MOST_PORT));
    }
}
