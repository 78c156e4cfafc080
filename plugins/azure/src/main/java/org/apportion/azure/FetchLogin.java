package org.apportion.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.util.Map;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.jspecify.annotations.Nullable;

/** How a fetch logs in: by an application's secret, else a federated token, else the machine's identity. */
final class FetchLogin {
    private FetchLogin() {}

    /** The settings of a fetch; tenant and application may come from the environment, as for Microsoft's own tools. */
    static PluginSettings settings(FetchSettings given) {
        return ObjectSettings.plugin(given)
                .orEnvironment(Map.of("tenant-id", "AZURE_TENANT_ID", "client-id", "AZURE_CLIENT_ID"), System.getenv());
    }

    /** @throws org.apportion.model.ApportionException {@code HTTP_SETTING_WRONG} if a secret stands without its application */
    static TokenSource tokens(FetchSettings given, PluginSettings settings) {
        Secret secret = given.secrets().get("client-secret");
        if (secret != null) {
            settings.required("tenant-id");
            settings.required("client-id");
        }
        return resource -> CredentialTokens.of(credential(secret, settings)).fetch(resource);
    }

    private static TokenCredential credential(@Nullable Secret secret, PluginSettings settings) {
        if (secret != null) {
            return new ClientSecretCredentialBuilder()
                    .tenantId(settings.required("tenant-id"))
                    .clientId(settings.required("client-id"))
                    .clientSecret(secret.reveal())
                    .build();
        }
        if (System.getenv("AZURE_FEDERATED_TOKEN_FILE") != null) {
            return new WorkloadIdentityCredentialBuilder().build();
        }
        ManagedIdentityCredentialBuilder machine = new ManagedIdentityCredentialBuilder();
        settings.text("client-id").ifPresent(machine::clientId);
        return machine.build();
    }
}
