package org.apportion.metering.local;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;

/**
 * Usage from a file that the product writes: the source of usage {@code file}. Setting {@code path}: a CSV file as of {@link
 * SampleFile}, to which lines are appended; or a JSON file in the format of the HTTP answer, replaced each time, whose time is
 * its {@code reporting_time}, else when it was written.
 */
public final class FileUsageProvider implements ProductUsageProvider {
    @Override
    public String name() {
        return "file";
    }

    @Override
    public ProductUsage open(Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock) {
        LocalSettings known = new LocalSettings("usage file", settings).requireOnly(Set.of("path"));
        String path = known.text("path", "");
        if (!path.endsWith(".csv") && !path.endsWith(".json")) {
            throw known.wrong("path", "it names no .csv and no .json file", "Write it like usage.csv.");
        }
        return new FileUsage(Path.of(path));
    }
}
