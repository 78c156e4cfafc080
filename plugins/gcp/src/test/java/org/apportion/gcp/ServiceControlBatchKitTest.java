package org.apportion.gcp;

import java.util.Map;
import org.apportion.testkit.marketplace.MarketplaceKit;

class ServiceControlBatchKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return new GoogleScene(Map.of("operations-per-call", "25"));
    }
}
