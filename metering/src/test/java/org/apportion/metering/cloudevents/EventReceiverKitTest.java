package org.apportion.metering.cloudevents;

import java.nio.file.Path;
import org.apportion.testkit.marketplace.ProductUsageKit;
import org.junit.jupiter.api.io.TempDir;

class EventReceiverKitTest extends ProductUsageKit {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected Product openProduct() {
        return new SendingProduct(folder);
    }
}
