package com.example.acme;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class FolderStoreSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new FolderStoreProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("folder", "/no/such/folder");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("folder");
    }
}
