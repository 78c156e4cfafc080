package org.apportion.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import org.apportion.http.HttpError;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;

/** Tokens of an application, by the identity library: a federated token of a Kubernetes service account, or a secret. */
final class CredentialTokens implements TokenSource {
    private final TokenCredential credential;

    private CredentialTokens(TokenCredential credential) {
        this.credential = credential;
    }

    static CredentialTokens of(TokenCredential credential) {
        return new CredentialTokens(credential);
    }

    static CredentialTokens workload(MicrosoftSettings settings, HttpClient client) {
        return new CredentialTokens(new WorkloadIdentityCredentialBuilder()
                .clientId(settings.clientId().orElseThrow())
                .tenantId(settings.tenantId().orElseThrow())
                .tokenFilePath(settings.federatedTokenFile().orElseThrow())
                .authorityHost(settings.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client)
                .build());
    }

    static CredentialTokens secret(MicrosoftSettings settings, Secret secret, HttpClient client) {
        return new CredentialTokens(new ClientSecretCredentialBuilder()
                .clientId(settings.clientId().orElseThrow())
                .tenantId(settings.tenantId().orElseThrow())
                .clientSecret(secret.reveal())
                .authorityHost(settings.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client)
                .build());
    }

    @Override
    public Token fetch(String resource) {
        String scope = resource.endsWith("/") ? resource + ".default" : resource + "/.default";
        try {
            AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scope));
            return new Token(token.getToken(), token.getExpiresAt().toInstant());
        } catch (RuntimeException e) { // the library wraps a refusal in a bare one
            throw new ApportionException(
                    HttpError.HTTP_REFUSED,
                    "login",
                    "no token: " + Redaction.clean(e),
                    "Check client-id, tenant-id and the secret or federated token.");
        }
    }
}
