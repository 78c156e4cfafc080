package org.apportion.metering.local;

import java.util.Map;
import org.apportion.testkit.marketplace.SetupKit;

class LocalMarketplaceSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new LocalMarketplaceProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("folder", "/no/such/folder", "quantity-scale", "2");
    }
}
