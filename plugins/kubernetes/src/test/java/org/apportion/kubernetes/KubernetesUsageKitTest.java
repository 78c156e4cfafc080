package org.apportion.kubernetes;

import org.apportion.testkit.marketplace.ProductUsageKit;

class KubernetesUsageKitTest extends ProductUsageKit {
    @Override
    protected Product openProduct() {
        return new UsageResource();
    }
}
