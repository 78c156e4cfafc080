package org.apportion.spi.metering;

import java.util.Map;
import org.apportion.spi.Secret;

/** Opens a store of documents; found by {@link java.util.ServiceLoader}. */
public interface DocumentStoreProvider {

    /** The word in the configuration: {@code local}, {@code kubernetes} or a plugin's own. */
    String name();

    /** @throws org.apportion.model.ApportionException of kind CONFIG naming the setting that is missing or wrong */
    DocumentStore open(Map<String, String> settings, Map<String, Secret> secrets);
}
