package org.apportion.metering.local;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class FileUsageSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new FileUsageProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("path", "/no/such/folder/usage.csv");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("path");
    }
}
