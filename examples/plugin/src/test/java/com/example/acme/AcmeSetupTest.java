package com.example.acme;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class AcmeSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new AcmeMarketplaceProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("endpoint", "http://127.0.0.1:1");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("api-key", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("endpoint", "api-key");
    }
}
