package org.apportion.owners;

import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.CodePointOrder;
import org.apportion.model.organization.TagVocabulary;

/**
 * What became of one key of a context: who won, who lost.
 *
 * @param tag the value that counts; with empty text where the values are in conflict
 * @param others values that differ from the winner's and lost, or of a conflict all that differ, in the order in which they were
 *     asked; values that are empty are left out
 * @param conflict whether differing values left the key without one
 */
public record TagResolution(ResolvedTag tag, List<ResolvedTag> others, boolean conflict) {
    public TagResolution {
        others = List.copyOf(others);
    }

    /** The tag, and a tag of a reserved key that tells of the others if there are any. */
    List<ResolvedTag> rows() {
        if (others.isEmpty()) {
            return List.of(tag);
        }
        String prefix = conflict ? TagVocabulary.CONFLICT : TagVocabulary.PASSED_OVER;
        ResolvedTag first = others.get(0);
        return List.of(
                tag,
                new ResolvedTag(
                        prefix + tag.key(),
                        others.stream()
                                .map(ResolvedTag::value)
                                .distinct()
                                .sorted(CodePointOrder.INSTANCE)
                                .collect(Collectors.joining(" | ")),
                        first.origin(),
                        first.sourceKey(),
                        others.stream()
                                .map(other ->
                                        other.origin().text() + " " + other.sourceKey() + "=" + other.sourceValue())
                                .collect(Collectors.joining(" | "))));
    }
}
