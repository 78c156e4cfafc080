package org.apportion.gcp;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.apportion.spi.Secret;

/** A service account key made for the tests, whose tokens come from the fake. */
final class ServiceAccountKey {
    static final String PRIVATE = privateKey();

    private ServiceAccountKey() {}

    static Secret withTokensFrom(URI fake) {
        return new Secret(() -> "{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key_id\":\"k\","
                + "\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n" + PRIVATE + "\\n-----END PRIVATE KEY-----\\n\","
                + "\"client_email\":\"meter@p.iam.gserviceaccount.com\",\"client_id\":\"1\","
                + "\"token_uri\":\"" + fake + "/token\"}");
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
