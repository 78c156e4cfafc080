package org.apportion.owners;

import org.apportion.model.organization.TagPolicy.Origin;

/**
 * The one value that counts for a key, and where it came from.
 *
 * @param key after synonyms and folding
 * @param value after folding and value maps; empty text where the tag is there without a value
 * @param sourceKey the key as the source wrote it
 * @param sourceValue the value as the source wrote it; empty text where it wrote none
 */
public record ResolvedTag(String key, String value, Origin origin, String sourceKey, String sourceValue) {}
