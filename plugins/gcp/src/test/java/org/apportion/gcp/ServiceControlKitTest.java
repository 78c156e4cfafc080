package org.apportion.gcp;

import java.util.Map;
import org.apportion.testkit.marketplace.MarketplaceKit;

class ServiceControlKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return new GoogleScene(Map.of());
    }
}
