package org.apportion.owners;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record says about its tags: its own ones and the holders it inherits from. Records that agree in these four share
 * their resolved tags.
 *
 * @param tags keys and values as delivered; a value may be null
 * @param resourceGroup resource group, namespace or the like
 * @param subAccount sub-account id, such as a subscription or project
 * @param account billing account id
 */
public record TagContext(
        Map<String, @Nullable String> tags,
        @Nullable String resourceGroup,
        @Nullable String subAccount,
        @Nullable String account) {
    public TagContext {
        tags = Collections.unmodifiableMap(new HashMap<>(tags));
    }
}
