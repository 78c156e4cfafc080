package org.apportion.metering.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStoreProvider;

/** The store {@code local}; its setting {@code folder} is {@value #FOLDER} unless given. */
public final class LocalDocumentStoreProvider implements DocumentStoreProvider {
    static final String FOLDER = "/var/lib/csp-billing-adapter";

    @Override
    public String name() {
        return "local";
    }

    @Override
    public DocumentStore open(Map<String, String> settings, Map<String, Secret> secrets) {
        LocalSettings known = new LocalSettings("store local", settings).requireOnly(Set.of("folder"));
        return new LocalDocumentStore(Path.of(known.text("folder", FOLDER)).toAbsolutePath());
    }
}
