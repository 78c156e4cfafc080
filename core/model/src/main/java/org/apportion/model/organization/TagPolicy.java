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
 * @param conflicts key to what differing values of it mean; {@link Conflict#NEAREST} for a key that is absent
 * @param shares keys whose value may name several owners, with how that is written
 */
public record TagPolicy(
        Map<String, List<String>> synonyms,
        boolean foldKeyCase,
        boolean foldSeparators,
        boolean foldValueCase,
        Map<String, Map<String, String>> values,
        List<Origin> inheritance,
        List<InheritedTags> inherited,
        Map<String, Conflict> conflicts,
        Map<String, ShareNotation> shares) {

    public static final TagPolicy NONE =
            new TagPolicy(Map.of(), false, false, false, Map.of(), List.of(Origin.values()), List.of());

    public TagPolicy {
        synonyms = Map.copyOf(synonyms);
        values = Map.copyOf(values);
        inheritance = List.copyOf(inheritance);
        inherited = List.copyOf(inherited);
        conflicts = Map.copyOf(conflicts);
        shares = Map.copyOf(shares);
    }

    /** A policy under which the first value counts and each value is one owner. */
    public TagPolicy(
            Map<String, List<String>> synonyms,
            boolean foldKeyCase,
            boolean foldSeparators,
            boolean foldValueCase,
            Map<String, Map<String, String>> values,
            List<Origin> inheritance,
            List<InheritedTags> inherited) {
        this(synonyms, foldKeyCase, foldSeparators, foldValueCase, values, inheritance, inherited, Map.of(), Map.of());
    }

    /** What it means that a record has differing values for one key; empty values differ from nothing. */
    public enum Conflict {
        /** The first counts: nearest origin, there the canonical key before its synonyms. */
        NEAREST("nearest"),
        /** The first counts: the canonical key before its synonyms, of each the nearest origin. */
        SPELLING("spelling"),
        /** Differing values of the nearest origin that has one count as none, and the cost stays unallocated. */
        UNCLEAR("unclear"),
        /** Differing values of whatever origins count as none, and the cost stays unallocated. */
        ANY("any");

        private final String text;

        Conflict(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Whether differing values may leave a cost unallocated. */
        public boolean isReported() {
            return this == UNCLEAR || this == ANY;
        }
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
