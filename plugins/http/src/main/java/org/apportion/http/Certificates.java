package org.apportion.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/** TLS with an authority of one's own and, where the other side wants it, a certificate of one's own. Host names are always checked. */
public final class Certificates {

    /**
     * What we show.
     *
     * @param chain PEM, our certificate first
     * @param key PEM of an unencrypted PKCS #8 key ({@code BEGIN PRIVATE KEY}), RSA or EC
     */
    public record Own(String chain, Secret key) {}

    private Certificates() {}

    /**
     * @param plugin the word in the configuration, for messages
     * @param authorities PEM of the certificates that are trusted instead of the platform's
     * @throws ApportionException {@code HTTP_SETTING_WRONG} if a text is not what it should be; it shows nothing of it
     */
    public static SSLContext context(String plugin, Optional<String> authorities, Optional<Own> own) {
        try {
            TrustManager @Nullable [] trusted = authorities.isEmpty() ? null : trust(authorities.get());
            KeyManager @Nullable [] shown = own.isEmpty() ? null : keys(own.get());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new ApportionException(
                    HttpError.HTTP_SETTING_WRONG,
                    plugin + ".ca-file, client-certificate or client-key",
                    "the text is not the PEM of a certificate or key.",
                    "Write certificates as BEGIN CERTIFICATE, the key as an unencrypted BEGIN PRIVATE KEY.",
                    e);
        }
    }

    private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Own own) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "own",
                key(own.key().reveal()),
                new char[0],
                certificates(own.chain()).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (found.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return found;
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
        GeneralSecurityException last = new GeneralSecurityException("no key");
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
