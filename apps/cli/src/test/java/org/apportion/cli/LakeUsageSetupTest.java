package org.apportion.cli;

import java.util.Map;
import org.apportion.testkit.marketplace.SetupKit;

class LakeUsageSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new LakeUsageProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("configuration", "/no/such/apportion.yaml", "spend", "cost; unit=shop; decimals=2");
    }
}
