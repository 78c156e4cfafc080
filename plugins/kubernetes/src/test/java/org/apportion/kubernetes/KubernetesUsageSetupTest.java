package org.apportion.kubernetes;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class KubernetesUsageSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new KubernetesUsageProvider(Map.of());
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "api-server",
                "http://127.0.0.1:1",
                "usage-api-group",
                "example.com",
                "usage-api-version",
                "v1",
                "usage-crd-plural",
                "usages",
                "usage-resource",
                "shop");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("token", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("usage-api-group", "usage-api-version", "usage-crd-plural", "usage-resource");
    }
}
