package org.apportion.metering.cloudevents;

import java.nio.file.Path;
import org.apportion.testkit.marketplace.ProductUsageKit;
import org.junit.jupiter.api.io.TempDir;

class EventFileKitTest extends ProductUsageKit {
    @TempDir
    Path folder;

    @Override
    protected Product openProduct() {
        return new EventProduct(folder);
    }
}
