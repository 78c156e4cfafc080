package org.apportion.azure;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class MicrosoftSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new MicrosoftMarketplaceProvider(Map.of());
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "endpoint",
                "http://127.0.0.1:1",
                "resource-id",
                "8a5f2d2e-0d7a-4f7a-9d0a-2f9f6a6c1b11",
                "plan-id",
                "gold",
                "identity",
                "secret",
                "tenant-id",
                "t",
                "client-id",
                "c");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("client-secret", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("plan-id", "tenant-id", "client-id", "client-secret");
    }
}
