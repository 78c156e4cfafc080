package org.apportion.metering.local;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class HttpUsageSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new HttpUsageProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("url", "http://127.0.0.1:1/usage");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("token", "s3cret");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("url");
    }
}
