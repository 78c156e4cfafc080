package org.apportion.metering.local;

import java.nio.file.Path;
import org.apportion.testkit.marketplace.ProductUsageKit;
import org.junit.jupiter.api.io.TempDir;

class CsvFileKitTest extends ProductUsageKit {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected Product openProduct() {
        return new FileProduct(folder.resolve("usage.csv"));
    }
}
