package org.apportion.aws;

import java.util.Map;
import org.apportion.testkit.marketplace.MarketplaceKit;

class BatchMeterUsageKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return AwsScene.batch(Map.of());
    }
}
