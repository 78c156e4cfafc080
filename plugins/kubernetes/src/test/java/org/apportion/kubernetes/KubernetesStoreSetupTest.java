package org.apportion.kubernetes;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class KubernetesStoreSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new KubernetesStoreProvider(Map.of());
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("api-server", "http://127.0.0.1:1", "namespace", "billing");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("token", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("namespace");
    }
}
