package org.apportion.prometheus;

import org.apportion.testkit.marketplace.ProductUsageKit;

class PrometheusUsageKitTest extends ProductUsageKit {
    @Override
    protected Product openProduct() {
        return new UsagePrometheus();
    }
}
