package org.apportion.aws;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class AmazonSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new AmazonMarketplaceProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("endpoint", "http://127.0.0.1:1", "region", "eu-central-1", "access-key-id", "AKIDEXAMPLE");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("secret-access-key", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("access-key-id", "secret-access-key");
    }
}
