package org.apportion.gcp;

import java.util.Map;
import org.apportion.testkit.marketplace.SetupKit;

class GoogleSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new GoogleMarketplaceProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("endpoint", "http://127.0.0.1:1", "operations-per-call", "5");
    }
}
