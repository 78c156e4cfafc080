package org.apportion.aws;

import java.util.Map;
import org.apportion.testkit.marketplace.MarketplaceKit;

class MeterUsageKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return AwsScene.meterUsage(Map.of());
    }
}
