package org.apportion.metering.cloudevents;

import java.util.Map;
import java.util.Set;
import org.apportion.testkit.marketplace.SetupKit;

class EventUsageSetupTest extends SetupKit {
    @Override
    protected Object provider() {
        return new CloudEventUsageProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("path", "/no/such/folder/events.ndjson", "calls", "delta; type=com.example.called");
    }

    @Override
    protected Set<String> needed() {
        return Set.of("path");
    }
}
