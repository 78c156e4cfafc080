package com.example.acme;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStoreProvider;

/** Opens {@code acme-folder}. Setting: {@code folder}. */
public final class FolderStoreProvider implements DocumentStoreProvider {

    @Override
    public String name() {
        return "acme-folder";
    }

    @Override
    public DocumentStore open(Map<String, String> settings, Map<String, Secret> secrets) {
        for (String name : settings.keySet()) {
            if (!name.equals("folder")) {
                throw new ApportionException(
                        AcmeProblem.ACME_SETTING_WRONG,
                        "acme-folder." + name,
                        "the setting is not known.",
                        "The only setting is folder.");
            }
        }
        String folder = settings.get("folder");
        if (folder == null) {
            throw new ApportionException(
                    AcmeProblem.ACME_SETTING_WRONG, "acme-folder.folder", "the setting is missing.", "Set it.");
        }
        return new FolderStore(Path.of(folder));
    }
}
