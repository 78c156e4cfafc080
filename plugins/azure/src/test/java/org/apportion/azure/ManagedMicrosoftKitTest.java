package org.apportion.azure;

import org.apportion.testkit.marketplace.MarketplaceKit;

class ManagedMicrosoftKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return AzureScene.managed();
    }
}
