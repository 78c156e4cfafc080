package org.apportion.metering.cloudevents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apportion.spi.Secret;

/**
 * The certificate and key that a receiver shows: a PKCS #12 file with one entry. It is read when the process starts, so a new one needs
 * a restart.
 */
record EventTls(Path keystore, Secret password) {
    /** Older protocols are broken. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** @throws org.apportion.model.ApportionException {@code METER_EVENTS_SETTING} if the file cannot be used */
    SSLContext context() {
        char[] secret = password.reveal().strip().toCharArray();
        try (InputStream file = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, secret);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, secret);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw CloudEventError.setting(
                    "keystore",
                    "it cannot be used (" + e.getClass().getSimpleName() + ")",
                    "Name a PKCS #12 file with certificate and key, and its password as keystore-password.");
        }
    }

    static SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        return parameters;
    }
}
