package org.apportion.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apportion.http.HttpError;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by the auth library, which keeps them until they end: of the credentials that are given, else the application default
 * (key file, workload identity, metadata server).
 */
final class AccessTokens {
    private static final String SERVICE_CONTROL = "https://www.googleapis.com/auth/servicecontrol";
    private static final String READ_OBJECTS = "https://www.googleapis.com/auth/devstorage.read_only";

    private static final String READ_TABLES = "https://www.googleapis.com/auth/bigquery";

    private final @Nullable Secret given;
    private final String scope;
    private final String advice;
    private @Nullable GoogleCredentials credentials;

    private AccessTokens(@Nullable Secret given, String scope, String advice) {
        this.given = given;
        this.scope = scope;
        this.advice = advice;
    }

    /** To report usage. */
    static AccessTokens forMetering(@Nullable Secret given) {
        return new AccessTokens(
                given,
                SERVICE_CONTROL,
                "Check the service account and its role roles/servicemanagement.serviceController.");
    }

    /** To query tables. */
    static AccessTokens forTables(@Nullable Secret given) {
        return new AccessTokens(given, READ_TABLES, "Check the service account and its role roles/bigquery.jobUser.");
    }

    /** To read objects. */
    static AccessTokens forObjects(@Nullable Secret given) {
        return new AccessTokens(
                given, READ_OBJECTS, "Check the service account and its role roles/storage.objectViewer.");
    }

    /** @throws ApportionException if there is none */
    synchronized String bearer() {
        try {
            GoogleCredentials usable = credentials;
            if (usable == null) {
                usable = withoutRetries(load().createScoped(scope));
                credentials = usable;
            }
            usable.refreshIfExpired();
            AccessToken token = Objects.requireNonNull(usable.getAccessToken(), "the login gave no token");
            return "Bearer " + token.getTokenValue();
        } catch (IOException | RuntimeException e) { // the library throws both for credentials it cannot use
            throw new ApportionException(
                    HttpError.HTTP_REFUSED, "login", "no token: " + Redaction.clean(e), advice, null);
        }
    }

    /** The next call asks for a new token. */
    synchronized void forget() {
        credentials = null;
    }

    /** The journal repeats; a service that is gone should not hold the tick. */
    private static GoogleCredentials withoutRetries(GoogleCredentials scoped) {
        return scoped instanceof ServiceAccountCredentials account
                ? account.createWithCustomRetryStrategy(false)
                : scoped;
    }

    private GoogleCredentials load() throws IOException {
        return given == null
                ? GoogleCredentials.getApplicationDefault()
                : GoogleCredentials.fromStream(
                        new ByteArrayInputStream(given.reveal().getBytes(StandardCharsets.UTF_8)));
    }
}
