package org.apportion.model.organization;

import java.util.List;
import java.util.Map;

/**
 * Decides which tag value counts. {@link TagVocabulary} reads keys and values by it.
 *
 * @param synonyms canonical key to the keys that mean the same, in order of precedence; the canonical key itself comes first
 * @param foldKeyCase keys that differ only in case are one key, lower-cased (by {@code Locale.ROOT}) unless it is canonical
 * @param foldSeparators {@code -} and {@code _} are the same in keys, written {@code -} unless the key is canonical
 * @param foldValueCase values are lower-cased (by {@code Locale.ROOT})
 * @param values canonical key to a map from delivered value to the value that counts
 * @param inheritance which origins are asked, first wins
 * @param inherited tags of resource groups, sub-accounts and accounts that bills do not carry
 */
public record TagPolicy(
        Map<String, List<String>> synonyms,
        boolean foldKeyCase,
        boolean foldSeparators,
        boolean foldValueCase,
        Map<String, Map<String, String>> values,
        List<Origin> inheritance,
        List<InheritedTags> inherited) {

    public static final TagPolicy NONE =
            new TagPolicy(Map.of(), false, false, false, Map.of(), List.of(Origin.values()), List.of());

    public TagPolicy {
        synonyms = Map.copyOf(synonyms);
        values = Map.copyOf(values);
        inheritance = List.copyOf(inheritance);
        inherited = List.copyOf(inherited);
    }

    /** Where a tag is set; the constants stand in the usual order of precedence. */
    public enum Origin {
        RESOURCE("resource"),
        RESOURCE_GROUP("resource-group"),
        SUB_ACCOUNT("sub-account"),
        ACCOUNT("account");

        private final String text;

        Origin(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * Tags of one holder.
     *
     * @param origin anything but {@code RESOURCE}, whose tags come with the bill
     * @param holder the sub-account's id, the account's id or the resource group's name; as names of resource groups are
     *     unique only within a sub-account, {@code sub-account-id/name} is understood too and asked first
     */
    public record InheritedTags(Origin origin, String holder, Map<String, String> tags) {
        public InheritedTags {
            if (origin == Origin.RESOURCE) {
                throw new IllegalArgumentException("tags of the resource " + holder + " come with the bill");
            }
            tags = Map.copyOf(tags);
        }
    }
}
