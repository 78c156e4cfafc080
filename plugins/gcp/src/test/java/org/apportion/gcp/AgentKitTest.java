package org.apportion.gcp;

import org.apportion.testkit.marketplace.MarketplaceKit;

class AgentKitTest extends MarketplaceKit {
    @Override
    protected Scene openScene() {
        return new AgentScene();
    }
}
