package org.apportion.azure;

import org.apportion.testkit.marketplace.MarketplaceKit;

class SaasMicrosoftKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return AzureScene.saas();
    }
}
