package org.apportion.azure;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

/** As in a pod with a workload identity. */
class WorkloadSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new MicrosoftMarketplaceProvider(Map.of());
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "endpoint",
                "http://127.0.0.1:1",
                "resource-uri",
                "/subscriptions/s/resourceGroups/g/providers/Microsoft.Solutions/applications/a",
                "plan-id",
                "gold",
                "identity",
                "workload",
                "tenant-id",
                "tenant-1",
                "client-id",
                "client-1",
                "federated-token-file",
                "/no/such/token");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("tenant-id", "client-id", "federated-token-file");
    }
}
