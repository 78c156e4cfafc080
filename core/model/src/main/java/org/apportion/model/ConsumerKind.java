package org.apportion.model;

/**
 * What sort of thing a consumer is. The names are stored in charges; their alphabetical order is part of the kernel order
 * and therefore never changes.
 */
public enum ConsumerKind {
    /** A billing sub-account, subscription or project; the name is its id. */
    ACCOUNT("account"),
    /** Named by usage samples: a service account, namespace, user. */
    PRINCIPAL("principal"),
    /** Nobody else was found: the record's own resource, or its service where it has none. */
    RESOURCE("resource"),
    /** A resolved tag; the name reads {@code key=value}. */
    TAG("tag"),
    /** An organization unit named directly by a rule; the name is the unit's id. */
    UNIT("unit");

    private final String text;

    ConsumerKind(String text) {
        this.text = text;
    }

    /** The lower-case word used in files, configuration and output. */
    public String text() {
        return text;
    }

    public static ConsumerKind of(String text) {
        for (ConsumerKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a kind of consumer");
    }
}
