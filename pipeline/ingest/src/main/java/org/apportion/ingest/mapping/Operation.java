package org.apportion.ingest.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apportion.ingest.mapping.Expression.Kind;
import org.jspecify.annotations.Nullable;

/** The operations of the mapping language, with what they give and the keys that stand beside their own word. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
enum Operation {
    VALUE(null),
    WHEN(null),
    SUM(Kind.NUMBER),
    NEGATE(Kind.NUMBER),
    MULTIPLY(Kind.NUMBER),
    DIVIDE(Kind.NUMBER),
    ROUND(Kind.NUMBER),
    TOTAL(Kind.NUMBER, "of"),
    BLOCK_SIZE(Kind.NUMBER),
    BLOCK_UNIT(Kind.TEXT),
    LOOKUP(Kind.TEXT, "by", "take"),
    LOWER(Kind.TEXT),
    REPLACE(Kind.TEXT, "what", "with"),
    EXTRACT(Kind.TEXT, "pattern"),
    LAST_PART(Kind.TEXT, "after"),
    JOIN(Kind.TEXT, "with"),
    PLUS(Kind.TIME, "days", "months"),
    MONTH_START(Kind.TIME),
    EXCLUSIVE_END(Kind.TIME),
    IN_ZONE(Kind.TIME, "zone");

    private final @Nullable Kind gives;
    private final List<String> others;

    Operation(@Nullable Kind gives, String... others) {
        this.gives = gives;
        this.others = List.of(others);
    }

    /** Null: whatever is asked for. */
    @Nullable
    Kind gives() {
        return gives;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(List.of(word()));
        keys.addAll(others);
        return keys;
    }

    static Optional<Operation> of(Tree.Fields fields) {
        return Stream.of(values())
                .filter(operation -> fields.fields().containsKey(operation.word()))
                .findFirst();
    }

    static List<String> words() {
        return Stream.of(values()).map(Operation::word).toList();
    }
}
